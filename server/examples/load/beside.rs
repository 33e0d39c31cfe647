//! Changes through another server than Weft. What its own client would send was recorded before, byte for
//! byte; here it is sent at a pace, and each change is known again by the mark within it: `#0000042#`.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::{Duration, Instant},
};

use futures_util::{SinkExt as _, StreamExt as _, stream::SplitSink};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::time;
use tokio_tungstenite::tungstenite::Message;

use crate::{Fallible, socket, tally::Tally};

const PATIENCE: Duration = Duration::from_secs(30);
/// How long a receiver that has everything looks whether something comes twice.
const AFTERMATH: Duration = Duration::from_millis(300);
/// How often a receiver says that it is there, where the server wants to be told.
const SIGN_OF_LIFE: Duration = Duration::from_secs(3);
/// Digits of a mark, between two `#`.
const DIGITS: usize = 7;

#[derive(Deserialize)]
pub(crate) struct Plan {
    address: String,
    path: String,
    /// The file with what is sent.
    script: String,
    receivers: usize,
    /// Changes a second.
    rate: u32,
    warm_up: usize,
    count: usize,
}

/// What was recorded. A message is text, or bytes in hexadecimal.
#[derive(Deserialize)]
struct Script {
    is_text: bool,
    /// What whoever comes says first.
    greeting: Vec<String>,
    /// What is in the message that says that it is served from now on; empty: nothing is waited for.
    welcome: String,
    /// What a receiver says from time to time; empty: nothing.
    sign_of_life: String,
    /// One change each, whose number is in its mark.
    changes: Vec<String>,
}

struct Shared {
    script: Script,
    sent: RefCell<Vec<Instant>>,
    warm_up: usize,
    count: usize,
    took: RefCell<Tally>,
    is_sent: Cell<bool>,
}

pub(crate) async fn run(plan: Plan) -> Fallible<Value> {
    let script: Script = serde_json::from_reader(std::fs::File::open(&plan.script)?)?;
    let count = plan.warm_up + plan.count;
    if script.changes.len() < count {
        return Err("there are too few changes in the script".into());
    }
    let shared = Rc::new(Shared {
        script,
        sent: RefCell::default(),
        warm_up: plan.warm_up,
        count,
        took: RefCell::default(),
        is_sent: Cell::new(false),
    });
    let sender = shared.join(&plan).await?;
    let mut receivers = Vec::new();
    for _ in 0..plan.receivers {
        let stream = shared.join(&plan).await?;
        receivers.push(tokio::task::spawn_local(receive(shared.clone(), stream)));
    }
    time::sleep(AFTERMATH).await;
    let (mut sink, mut source) = sender.split();
    // What the server says to the sender is read and thrown away.
    let reading = tokio::task::spawn_local(async move { while socket::next(&mut source).await.is_ok() {} });
    let begin = Instant::now();
    let every = Duration::from_secs(1) / plan.rate;
    for (number, change) in (0_u32..).zip(shared.script.changes.iter().take(count)) {
        time::sleep_until((begin + every * number).into()).await;
        shared.sent.borrow_mut().push(Instant::now());
        sink.send(shared.message(change)?).await?;
    }
    shared.is_sent.set(true);
    for receiver in receivers {
        receiver.await??;
    }
    reading.abort();
    let took = shared.took.borrow();
    let seconds = every.as_secs_f64() * f64::from(u32::try_from(plan.count)?);
    Ok(json!({ "seen": took.told(), "deliveries_per_second": took.count() as f64 / seconds }))
}

impl Shared {
    fn message(&self, text: &str) -> Fallible<Message> {
        if self.script.is_text {
            return Ok(Message::text(text));
        }
        let digits = text.as_bytes().chunks_exact(2);
        let bytes: Result<Vec<u8>, _> =
            digits.map(|pair| u8::from_str_radix(&String::from_utf8_lossy(pair), 16)).collect();
        Ok(Message::binary(bytes?))
    }

    /// Opens a socket and says what is said first.
    async fn join(&self, plan: &Plan) -> Fallible<socket::Stream> {
        let mut stream = socket::open(&plan.address, &plan.path, &[]).await?;
        for message in &self.script.greeting {
            stream.send(self.message(message)?).await?;
        }
        let welcome = self.script.welcome.as_bytes();
        while !welcome.is_empty() {
            let bytes = time::timeout(PATIENCE, socket::next(&mut stream)).await??;
            if bytes.windows(welcome.len()).any(|part| part == welcome) {
                break;
            }
        }
        Ok(stream)
    }

    fn note(&self, number: usize, now: Instant) -> Fallible<()> {
        let sent = self.sent.borrow();
        let sent = sent.get(number).ok_or("a change that was not sent")?;
        if number >= self.warm_up {
            self.took.borrow_mut().note(now.duration_since(*sent));
        }
        Ok(())
    }
}

/// Looks until every change has come, once.
async fn receive(shared: Rc<Shared>, stream: socket::Stream) -> Fallible<()> {
    let (mut sink, mut source) = stream.split();
    let mut has_come = vec![false; shared.count];
    let mut count = 0;
    let mut lives_at = Instant::now();
    loop {
        if lives_at.elapsed() > SIGN_OF_LIFE && !shared.script.sign_of_life.is_empty() {
            lives_at = Instant::now();
            live(&mut sink, &shared).await?;
        }
        let is_over = shared.is_sent.get();
        let wait = match (is_over, count == shared.count) {
            (true, true) => AFTERMATH,
            (true, false) => PATIENCE,
            (false, _) => Duration::from_secs(1),
        };
        let bytes = match time::timeout(wait, socket::next(&mut source)).await {
            Ok(bytes) => bytes?,
            Err(_) if is_over && count == shared.count => return Ok(()),
            Err(_) if is_over => {
                return Err(format!("a receiver got {count} of {} changes", shared.count).into());
            }
            Err(_) => continue,
        };
        let now = Instant::now();
        for number in marks(&bytes) {
            if std::mem::replace(has_come.get_mut(number).ok_or("no such change")?, true) {
                return Err(format!("change {number} came twice").into());
            }
            shared.note(number, now)?;
            count += 1;
        }
    }
}

async fn live(sink: &mut SplitSink<socket::Stream, Message>, shared: &Shared) -> Fallible<()> {
    Ok(sink.send(shared.message(&shared.script.sign_of_life)?).await?)
}

/// The numbers in a message's marks.
fn marks(bytes: &[u8]) -> impl Iterator<Item = usize> {
    bytes.windows(DIGITS + 2).filter_map(|part| {
        let digits = part.strip_prefix(b"#")?.strip_suffix(b"#")?;
        digits.iter().try_fold(0, |number, digit| {
            digit.is_ascii_digit().then(|| number * 10 + usize::from(digit - b'0'))
        })
    })
}
