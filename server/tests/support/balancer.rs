//! The simplest balancer: each connection goes to the next server that takes it.

use std::{
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use tokio::{
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// It serves until it is dropped.
pub struct Balancer {
    pub address: SocketAddr,
    servers: Arc<Mutex<Vec<String>>>,
    task: JoinHandle<()>,
}

impl Balancer {
    /// One without a server, on a free port.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let servers = Arc::new(Mutex::new(Vec::new()));
        let task = tokio::spawn(serve(listener, servers.clone()));
        Self { address, servers, task }
    }

    /// The address that people type.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Sends people to this server as well. One that takes nobody is passed over.
    pub fn add(&self, server: &str) {
        self.servers.lock().unwrap().push(server.to_owned());
    }
}

impl Drop for Balancer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn serve(listener: TcpListener, servers: Arc<Mutex<Vec<String>>>) {
    for turn in 0.. {
        let (mut browser, _) = listener.accept().await.unwrap();
        let mut in_turn = servers.lock().unwrap().clone();
        tokio::spawn(async move {
            let count = in_turn.len().max(1);
            in_turn.rotate_left(turn % count);
            for server in in_turn {
                if let Ok(mut server) = TcpStream::connect(&server).await {
                    // An error is the end of either side, and so of both.
                    drop(tokio::io::copy_bidirectional(&mut browser, &mut server).await);
                    return;
                }
            }
        });
    }
}
