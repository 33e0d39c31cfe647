//! Cards are moved by `MoveRequest`, durably, and come to viewers: at a pace, or as fast as they are
//! acknowledged.

use std::{
    cell::{Cell, RefCell},
    collections::{HashMap, VecDeque},
    rc::Rc,
    time::{Duration, Instant},
};

use futures_util::StreamExt as _;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::{sync::Notify, task::JoinHandle, time};
use weft_domain::{CommandId, DepartmentId, MoveRequest, RequestId};
use weft_sync::message::{Envelope, PUSH_COMMANDS_MAX, Up, encode};

use crate::{
    Fallible,
    board::{Dice, Shared},
    socket,
    viewer::{Known, fresh},
};

/// How long the last change may take to come to everybody.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long a viewer that has everything looks whether something comes twice.
const AFTERMATH: Duration = Duration::from_millis(300);
/// How late a timer may ring.
const PUNCTUAL: Duration = Duration::from_millis(3);

#[derive(Deserialize)]
pub(crate) struct Plan {
    address: String,
    boards: Vec<Board>,
    /// Moves a second, of all together; none: as many as are acknowledged.
    rate: Option<u32>,
    /// Moves in one message.
    per_push: usize,
    /// Moves of one sender that are not acknowledged.
    window: usize,
    warm_up_seconds: u64,
    seconds: u64,
}

#[derive(Deserialize)]
struct Board {
    department: uuid::Uuid,
    /// Tokens; each is a connection.
    senders: Vec<String>,
    viewers: Vec<String>,
}

/// One who moves cards.
struct Sender {
    shared: Rc<Shared>,
    /// Its cards, and which is the next one.
    cards: Vec<usize>,
    next: usize,
    /// Those that lie where the next one goes.
    moved: Vec<RequestId>,
    dice: Dice,
    number: u64,
    answers: Rc<Answers>,
}

/// What a sender waits for.
#[derive(Default)]
struct Answers {
    /// Its moves that are not acknowledged: number and instant.
    open: RefCell<VecDeque<(u64, Instant)>>,
    came: Notify,
    /// Those that count, and that were acknowledged while it was measured.
    counted: Cell<u64>,
}

struct Timing {
    begin: Instant,
    end: Instant,
    /// Between two messages of one sender.
    every: Option<Duration>,
    per_push: usize,
    window: usize,
}

pub(crate) async fn run(plan: Plan) -> Fallible<Value> {
    if plan.per_push > plan.window || plan.window > PUSH_COMMANDS_MAX {
        return Err("a connection has at most 100 commands on their way".into());
    }
    let mut shared = Shared::default();
    let mut known: HashMap<String, Known> = HashMap::new();
    for board in &plan.boards {
        for token in board.senders.iter().chain(&board.viewers) {
            if !known.contains_key(token) {
                known.insert(token.clone(), Known::fetch(&plan.address, token).await?);
            }
        }
        let first = board.senders.first().ok_or("a board without a sender")?;
        let rows = known.get(first).ok_or("not fetched")?.bootstrap.rows.iter();
        shared.add_board(DepartmentId(board.department), rows)?;
    }
    shared.sending.set(plan.boards.iter().map(|board| board.senders.len()).sum());
    let shared = Rc::new(shared);
    let mut viewers = Vec::new();
    let mut lines = Vec::new();
    for (number, board) in plan.boards.iter().enumerate() {
        for token in &board.viewers {
            let stream = known.get(token).ok_or("not fetched")?.connect(&plan.address, token).await?;
            viewers.push(tokio::task::spawn_local(view(shared.clone(), number, stream)));
        }
        for (place, token) in board.senders.iter().enumerate() {
            let stream = known.get(token).ok_or("not fetched")?.connect(&plan.address, token).await?;
            lines.push((number, place, board.senders.len(), stream));
        }
    }
    drop(known);
    let begin = Instant::now() + Duration::from_millis(500);
    let from = begin + Duration::from_secs(plan.warm_up_seconds);
    let end = from + Duration::from_secs(plan.seconds);
    shared.counts_from.set(Some(from));
    let (count, per_push) = (u32::try_from(lines.len())?, u32::try_from(plan.per_push)?);
    let every = plan.rate.map(|rate| Duration::from_secs(1) * per_push * count / rate);
    let mut senders = Vec::new();
    let mut answers = Vec::new();
    for (at, (board, place, of, stream)) in (0_u32..).zip(lines) {
        let sender = Sender::new(shared.clone(), board, place, of);
        // Senders take turns.
        let begin = begin + every.map_or(Duration::ZERO, |every| every * at / count);
        let timing = Timing { begin, end, every, per_push: plan.per_push, window: plan.window };
        answers.push(sender.answers.clone());
        senders.push(tokio::task::spawn_local(sender.work(stream, timing)));
    }
    finish(senders).await?;
    finish(viewers).await?;
    told(&shared, &answers, plan.seconds)
}

/// Waits for all of them; what one of them did not expect is everybody's.
async fn finish(tasks: Vec<JoinHandle<Fallible<()>>>) -> Fallible<()> {
    for task in tasks {
        task.await??;
    }
    Ok(())
}

fn told(shared: &Shared, answers: &[Rc<Answers>], seconds: u64) -> Fallible<Value> {
    let counted: u64 = answers.iter().map(|answers| answers.counted.get()).sum();
    let (seen, done) = (shared.seen.borrow(), shared.done.borrow());
    Ok(json!({
        "moves": shared.moved.borrow().iter().sum::<u64>(),
        "acknowledged_per_second": counted / seconds,
        "deliveries_per_second": seen.count() / seconds,
        "seen": seen.told(),
        "done": done.told(),
        "cards": shared.cards.len(),
    }))
}

/// Looks until every move of its board has come, once.
async fn view(shared: Rc<Shared>, board: usize, mut stream: socket::Stream) -> Fallible<()> {
    let mut seen: HashMap<usize, usize> = HashMap::new();
    let mut count = 0;
    loop {
        let is_over = shared.sending.get() == 0;
        let all = shared.moved.borrow().get(board).copied().unwrap_or_default();
        let wait = match (is_over, count == all) {
            (true, true) => AFTERMATH,
            (true, false) => PATIENCE,
            (false, _) => Duration::from_secs(1),
        };
        let bytes = match time::timeout(wait, socket::next(&mut stream)).await {
            Ok(bytes) => bytes?,
            Err(_) if is_over && count == all => return Ok(()),
            Err(_) if is_over => return Err(format!("a viewer got {count} of {all} moves").into()),
            Err(_) => continue,
        };
        let now = Instant::now();
        let read = shared.read(bytes)?;
        for (card, column) in &read.cards {
            let before = seen.entry(*card).or_default();
            shared.note_seen(*card, *column, *before, now)?;
            *before += 1;
            count += 1;
        }
    }
}

impl Sender {
    /// The one at a place of those who share a board's cards.
    fn new(shared: Rc<Shared>, board: usize, place: usize, of: usize) -> Self {
        let here = shared.cards.iter().enumerate().filter(|(_, card)| card.board == board);
        let cards = here.map(|(at, _)| at).skip(place).step_by(of).collect();
        let dice = Dice::new(board * of + place);
        Self { shared, cards, next: 0, moved: Vec::new(), dice, number: 1, answers: Rc::default() }
    }

    async fn work(mut self, stream: socket::Stream, timing: Timing) -> Fallible<()> {
        let (mut sink, mut source) = stream.split();
        let (shared, answers) = (self.shared.clone(), self.answers.clone());
        let end = timing.end;
        let listening = tokio::task::spawn_local(async move {
            while shared.sending.get() > 0 || !answers.open.borrow().is_empty() {
                let Ok(bytes) = time::timeout(AFTERMATH, socket::next(&mut source)).await else { continue };
                let read = shared.read(bytes?)?;
                answers.take(&shared, &read.done, end)?;
            }
            Fallible::Ok(())
        });
        if let Err(error) = self.send_all(&mut sink, &timing).await {
            // What was told to the one who listens says more.
            listening.await??;
            return Err(error);
        }
        self.shared.sending.set(self.shared.sending.get() - 1);
        time::timeout(PATIENCE, listening).await.map_err(|_| "a command was not answered")??
    }

    async fn send_all(
        &mut self,
        sink: &mut futures_util::stream::SplitSink<socket::Stream, tokio_tungstenite::tungstenite::Message>,
        timing: &Timing,
    ) -> Fallible<()> {
        let mut due = timing.begin;
        time::sleep_until(due.into()).await;
        loop {
            if timing.every.is_some() {
                time::sleep_until(due.into()).await;
            }
            let mut at = Instant::now();
            // Who is late because it waited for answers is late from when it should have sent.
            let made = if timing.every.is_some() && at.duration_since(due) > PUNCTUAL { due } else { at };
            let mut waited = false;
            while self.answers.open.borrow().len() + timing.per_push > timing.window {
                if time::timeout(PATIENCE, self.answers.came.notified()).await.is_err() {
                    return Err("nothing is answered any more".into());
                }
                (at, waited) = (Instant::now(), true);
            }
            let made = if timing.every.is_none() && waited { at } else { made };
            if at >= timing.end {
                return Ok(());
            }
            let push = self.push(timing.per_push, made)?;
            socket::send(sink, push).await?;
            due += timing.every.unwrap_or_default();
        }
    }

    fn push(&mut self, count: usize, at: Instant) -> Fallible<Vec<u8>> {
        let first = self.number;
        let mut commands = Vec::with_capacity(count);
        for _ in 0..count {
            let command = self.one_move(at)?;
            commands.push(Envelope { id: CommandId(fresh()?), command: command.into() });
            self.answers.open.borrow_mut().push_back((self.number, at));
            self.number += 1;
        }
        Ok(encode(&Up::Push { first, commands }))
    }

    /// The next card goes behind any one of those that this turn took to its column already.
    fn one_move(&mut self, at: Instant) -> Fallible<MoveRequest> {
        if self.next == 0 {
            self.moved.clear();
        }
        let shared = self.shared.clone();
        let card = self.cards.get(self.next).and_then(|card| shared.cards.get(*card)).ok_or("no cards")?;
        self.next = (self.next + 1) % self.cards.len();
        let column = shared.note_move(card, at);
        let after = self.dice.one_of(&self.moved).copied();
        self.moved.push(card.id);
        Ok(MoveRequest { id: card.id, column, after })
    }
}

impl Answers {
    fn take(&self, shared: &Shared, done: &[u64], end: Instant) -> Fallible<()> {
        let now = Instant::now();
        for number in done {
            let (expected, at) = self.open.borrow_mut().pop_front().ok_or("an answer to nothing")?;
            if expected != *number {
                return Err(format!("answered {number}, not {expected}").into());
            }
            let from = shared.counts_from.get();
            if from.is_some_and(|from| at >= from) {
                shared.done.borrow_mut().note(now.duration_since(at));
            }
            if from.is_some_and(|from| now >= from && now < end) {
                self.counted.set(self.counted.get() + 1);
            }
        }
        if !done.is_empty() {
            self.came.notify_one();
        }
        Ok(())
    }
}
