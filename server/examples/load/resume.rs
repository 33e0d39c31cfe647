//! A replica that missed something comes back: the browser's own engine, from what it had stored, until
//! it shows the server's head.

use std::{
    collections::BTreeSet,
    time::{Duration, Instant},
};

use futures_util::SinkExt as _;
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::time;
use tokio_tungstenite::tungstenite::Message;
use weft_domain::{ColumnId, CommandId, DepartmentId, MoveRequest, PersonId, RequestId, Row, Timestamp};
use weft_sync::{
    client::{Client, Effect, Saved},
    message::{Bootstrap, Down, Envelope, PUSH_COMMANDS_MAX, SCHEMA, Up, decode, encode},
};

use crate::{
    Fallible,
    board::Dice,
    socket,
    viewer::{Known, client_id, fresh, open},
};

const PATIENCE: Duration = Duration::from_secs(30);
/// The rules need an instant; nothing here hangs on which.
const NOW: Timestamp = Timestamp(1_795_305_600_000);

#[derive(Deserialize)]
pub(crate) struct Plan {
    address: String,
    department: uuid::Uuid,
    /// Who moves, and who comes back.
    mover: String,
    reader: String,
    /// Requests that are moved, and how often each.
    rows: usize,
    times: usize,
    /// How often the return is measured.
    repeats: usize,
}

/// What a return took and brought.
#[derive(Default)]
struct Return {
    /// Until the last byte came, and until it was shown.
    came: Duration,
    shown: Duration,
    messages: Vec<Vec<u8>>,
    /// Bytes of the standing part, where it was fetched anew.
    fetched: usize,
}

pub(crate) async fn run(plan: Plan) -> Fallible<Value> {
    let before = Known::fetch(&plan.address, &plan.reader).await?;
    let department = DepartmentId(plan.department);
    let held = before.bootstrap.rows.iter().filter_map(|row| match row {
        Row::Request(request) if request.provider == Some(department) && request.column.is_some() => {
            Some(request.id)
        }
        _ => None,
    });
    let cards: Vec<RequestId> = held.take(plan.rows).collect();
    if cards.len() < plan.rows {
        return Err(format!("only {} requests are there", cards.len()).into());
    }
    let columns = [1, 2].map(|ordinal| ColumnId::standard(department, ordinal));
    change(&plan, &cards, columns).await?;
    let last = columns.get((plan.times + 1) % 2).copied();
    let mut returns = Vec::new();
    for _ in 0..plan.repeats {
        let mut client = stored(&before.bootstrap)?;
        let back = come_back(&plan, &mut client, before.person()).await?;
        let is_true =
            |id: &RequestId| client.view().request(*id).present().is_some_and(|row| row.column == last);
        if !cards.iter().all(is_true) {
            return Err("who came back does not see where the cards are".into());
        }
        returns.push(back);
    }
    told(&returns)
}

/// Moves every card so many times.
async fn change(plan: &Plan, cards: &[RequestId], columns: [ColumnId; 2]) -> Fallible<()> {
    let mover = Known::fetch(&plan.address, &plan.mover).await?;
    let mut stream = mover.connect(&plan.address, &plan.mover).await?;
    let mut dice = Dice::new(0);
    let mut moves = Vec::new();
    for column in columns.into_iter().cycle().take(plan.times) {
        for (place, id) in cards.iter().enumerate() {
            // Behind any one of those that went there before it.
            let after = cards.get(..place).and_then(|before| dice.one_of(before)).copied();
            moves.push(MoveRequest { id: *id, column, after });
        }
    }
    let mut first = 1;
    for some in moves.chunks(PUSH_COMMANDS_MAX) {
        let mut commands = Vec::new();
        for one in some {
            commands.push(Envelope { id: CommandId(fresh()?), command: one.clone().into() });
        }
        let count = commands.len();
        socket::send(&mut stream, encode(&Up::Push { first, commands })).await?;
        first += u64::try_from(count)?;
        let mut open = count;
        while open > 0 {
            let message = time::timeout(PATIENCE, socket::next(&mut stream)).await??;
            let Down::Delta { acks, .. } = decode(&message)? else { continue };
            if let Some(refused) = acks.iter().find(|ack| ack.refusal.is_some()) {
                return Err(format!("refused: {refused:?}").into());
            }
            open = open.checked_sub(acks.len()).ok_or("more answers than commands")?;
        }
    }
    Ok(())
}

/// The engine as it starts from the disk.
fn stored(bootstrap: &Bootstrap) -> Fallible<Client> {
    let id = client_id()?;
    let mut client = Client::new(id, bootstrap.person, weft_domain::decide);
    client.restore(Saved {
        schema: SCHEMA,
        cursor: Some(bootstrap.cursor),
        rows: bootstrap.rows.clone(),
        client: Some(id),
        ..Saved::default()
    });
    client.replay();
    client.effects();
    Ok(client)
}

async fn come_back(plan: &Plan, client: &mut Client, person: PersonId) -> Fallible<Return> {
    let mut back = Return::default();
    let mut begin = Instant::now();
    let mut stream = open(&plan.address, &plan.reader).await?;
    client.connected();
    loop {
        for effect in client.effects() {
            match effect {
                Effect::Send(bytes) => stream.send(Message::Binary(bytes.into())).await?,
                Effect::Save(batch) => client.saved(batch.ticket),
                Effect::Fetch => {
                    // It travels packed, as to a browser. What is shown is the same, fetched once more while
                    // the clock stands: unpacking is the browser's business.
                    let packed = socket::get(&plan.address, "/sync/bootstrap", &plan.reader, true).await?;
                    back.came = begin.elapsed();
                    back.fetched += packed.len();
                    let stands = Instant::now();
                    let body = socket::get(&plan.address, "/sync/bootstrap", &plan.reader, false).await?;
                    begin += stands.elapsed();
                    client.bootstrap(decode(&body)?);
                }
                Effect::Bye(bye) => return Err(format!("{person:?} was sent away: {bye:?}").into()),
                _ => {}
            }
        }
        if client.status().has_caught_up {
            break;
        }
        if client.wants_poll() {
            client.poll(NOW);
            continue;
        }
        let message = time::timeout(PATIENCE, socket::next(&mut stream)).await??;
        back.came = begin.elapsed();
        client.receive(&message);
        back.messages.push(message.to_vec());
        client.poll(NOW);
    }
    back.shown = begin.elapsed();
    Ok(back)
}

fn told(returns: &[Return]) -> Fallible<Value> {
    let mut rows = 0;
    let mut is_reset = false;
    for back in returns {
        let mut keys = BTreeSet::new();
        for message in &back.messages {
            let Down::Delta { changes, .. } = decode(message)? else { continue };
            for change in &changes {
                if !keys.insert(change.key()) {
                    return Err(format!("{:?} came twice", change.key()).into());
                }
            }
        }
        rows = keys.len();
        is_reset |= back.fetched > 0;
    }
    let median = |of: fn(&Return) -> Duration| {
        let mut all: Vec<Duration> = returns.iter().map(of).collect();
        all.sort_unstable();
        all.get(all.len() / 2).map_or(0.0, |median| median.as_secs_f64() * 1_000.0)
    };
    let bytes =
        returns.last().map_or(0, |back| back.fetched + back.messages.iter().map(Vec::len).sum::<usize>());
    Ok(json!({
        "came": median(|back| back.came),
        "shown": median(|back| back.shown),
        "most": returns.iter().map(|back| back.shown).max().unwrap_or_default().as_secs_f64() * 1_000.0,
        "rows": rows,
        "is_reset": is_reset,
        "bytes": bytes,
    }))
}
