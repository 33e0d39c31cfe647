//! A socket to a server, whichever it is.

use axum::body::Bytes;
use futures_util::{SinkExt as _, StreamExt as _};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};
use tokio_tungstenite::{
    WebSocketStream, client_async_with_config,
    tungstenite::{Message, client::IntoClientRequest as _, protocol::WebSocketConfig},
};

use crate::Fallible;

/// Bytes that a socket reads at once: with a thousand of them, more would only be memory.
const READ_BUFFER_BYTES: usize = 16 * 1024;

pub(crate) type Stream = WebSocketStream<TcpStream>;

/// Opens a socket. `headers` are names and values.
pub(crate) async fn open(address: &str, path: &str, headers: &[(&'static str, String)]) -> Fallible<Stream> {
    let mut request = format!("ws://{address}{path}").into_client_request()?;
    for (name, value) in headers {
        request.headers_mut().insert(*name, value.parse()?);
    }
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let config = WebSocketConfig::default().read_buffer_size(READ_BUFFER_BYTES);
    Ok(client_async_with_config(request, stream, Some(config)).await?.0)
}

/// The next message's bytes; pings are not counted.
pub(crate) async fn next(
    stream: &mut (
             impl futures_util::Stream<Item = Result<Message, tokio_tungstenite::tungstenite::Error>> + Unpin
         ),
) -> Fallible<Bytes> {
    loop {
        match stream.next().await.ok_or("the connection ended")?? {
            Message::Binary(bytes) => return Ok(bytes),
            Message::Text(text) => return Ok(text.into()),
            Message::Close(why) => return Err(format!("the connection was closed: {why:?}").into()),
            Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => {}
        }
    }
}

/// Sends bytes.
pub(crate) async fn send(
    sink: &mut (impl futures_util::Sink<Message, Error = tokio_tungstenite::tungstenite::Error> + Unpin),
    bytes: Vec<u8>,
) -> Fallible<()> {
    Ok(sink.send(Message::Binary(bytes.into())).await?)
}

/// Asks for a page of ours with a token and gives its body, packed with brotli where that is wanted.
pub(crate) async fn get(address: &str, path: &str, token: &str, is_packed: bool) -> Fallible<Vec<u8>> {
    let mut socket = TcpStream::connect(address).await?;
    let packed = if is_packed { "accept-encoding: br\r\n" } else { "" };
    let text = format!(
        "GET {path} HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {token}\r\n{packed}\
         connection: close\r\n\r\n"
    );
    socket.write_all(text.as_bytes()).await?;
    let mut answer = Vec::new();
    socket.read_to_end(&mut answer).await?;
    let end = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n").ok_or("no answer")?;
    if !answer.starts_with(b"HTTP/1.1 200") {
        return Err(String::from_utf8_lossy(answer.get(..end).unwrap_or_default()).into());
    }
    Ok(answer.split_off(end + 4))
}
