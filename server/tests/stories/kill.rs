//! The server is killed with −9 again and again: what it had acknowledged is there.

use std::{
    io::{BufRead as _, BufReader, Write as _},
    process::{Command, Stdio},
};

use crate::support::*;
use weft_domain::RequestId;
use weft_sync::{
    message::{ClientId, Envelope},
    server::{Origin, Outcome, Submission},
};

/// How often the server is killed.
const KILLS: u64 = 3;
/// Acknowledgements after which it is killed.
const ACKNOWLEDGED: usize = 60;
/// Says to the child which database it is to write.
const DATABASE: &str = "WEFT_TEST_KILL_DATABASE";
/// Says to the child which client's numbers it is to use.
const ROUND: &str = "WEFT_TEST_KILL_ROUND";

crate::on_each_database! { what_was_acknowledged_survives_a_kill }

/// The program that is killed, when the other test starts it; else it does nothing. It files one
/// request after the other and prints the number of each once it is acknowledged.
#[test]
fn child() {
    let (Ok(url), Ok(round)) = (std::env::var(DATABASE), std::env::var(ROUND)) else { return };
    let round: u64 = round.parse().unwrap();
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let (engine, _) = start(&url).await;
        if engine.current().head.seq.0 == 0 {
            found(&engine).await;
        }
        for number in 1u64.. {
            let id = round * 1_000_000 + number;
            let envelope = Envelope { id: weft_domain::CommandId(uuid(id)), command: filed(id).into() };
            let origin = Origin::Client { client: ClientId(uuid(round)), person: person(ADA), first: number };
            let outcome = engine.submit(Submission { origin, envelopes: vec![envelope] }).await.unwrap();
            assert_eq!(outcome, Outcome::Answered(vec![None]));
            let mut out = std::io::stdout().lock();
            writeln!(out, "\nsaved {id}").unwrap();
            out.flush().unwrap();
        }
    });
}

async fn what_was_acknowledged_survives_a_kill(place: Place) {
    let mut acknowledged = Vec::new();
    for round in 1..=KILLS {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "kill::child", "--nocapture"])
            .env(DATABASE, place.url())
            .env(ROUND, round.to_string())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let saved = lines
            .map_while(Result::ok)
            .filter_map(|line| line.strip_prefix("saved ").and_then(|id| id.parse::<u64>().ok()))
            .take(ACKNOWLEDGED);
        acknowledged.extend(saved);
        child.kill().unwrap();
        child.wait().unwrap();
    }
    assert_eq!(acknowledged.len(), ACKNOWLEDGED * usize::try_from(KILLS).unwrap());

    let (engine, task) = start(&place.url()).await;
    let current = engine.current();
    for id in acknowledged {
        assert!(current.world.request(RequestId(uuid(id))).present().is_some(), "request {id} is lost");
    }
    // What the client's record says is answered is exactly what is there: no half transaction.
    for round in 1..=KILLS {
        let record = engine.client_record(&current, ClientId(uuid(round))).await.unwrap().unwrap();
        let there = (1..).take_while(|number| {
            let id = RequestId(uuid(round * 1_000_000 + number));
            current.world.request(id).present().is_some()
        });
        assert_eq!(there.count() as u64, record.last, "round {round}");
    }
    stop(engine, task).await;
}
