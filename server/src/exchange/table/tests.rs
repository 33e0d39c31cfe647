use super::*;

fn rows(text: &[u8]) -> Vec<Result<(u32, Vec<String>), Reason>> {
    Reader::new(text)
        .map(|read| read.map(|row| (row.line, row.cells)).map_err(|fault| fault.reason))
        .collect()
}

fn row(line: u32, cells: &[&str]) -> Result<(u32, Vec<String>), Reason> {
    Ok((line, cells.iter().map(|cell| (*cell).to_owned()).collect()))
}

#[test]
fn a_bom_and_any_line_end_are_read() {
    let expected = vec![row(1, &["id", "name"]), row(2, &["a", "é"]), row(3, &["b", ""])];
    assert_eq!(rows("\u{feff}id,name\r\na,é\r\nb,\r\n".as_bytes()), expected);
    assert_eq!(rows("id,name\na,é\nb,".as_bytes()), expected);
    assert_eq!(rows("id,name\ra,é\rb,".as_bytes()), expected);
}

#[test]
fn quotes_hold_commas_quotes_and_lines() {
    let text = b"id,name\n1,\"a, \"\"b\"\"\nc\" \n2,x\"y\n";
    assert_eq!(
        rows(text),
        vec![row(1, &["id", "name"]), row(2, &["1", "a, \"b\"\nc"]), row(4, &["2", "x\"y"])]
    );
}

#[test]
fn a_line_with_open_quotes_costs_only_itself() {
    let text = b"id,name\n1,\"open\n2,two\n3,\"three\"\n4,\"end";
    let expected = vec![
        row(1, &["id", "name"]),
        Err(Reason::BrokenQuotes),
        row(3, &["2", "two"]),
        row(4, &["3", "three"]),
        Err(Reason::BrokenQuotes),
    ];
    assert_eq!(rows(text), expected);
}

#[test]
fn a_file_of_nothing_but_open_quotes_is_given_up() {
    let read = rows("\"x\n".repeat(1_000).as_bytes());
    let limit = BROKEN_LINES_MAX as usize;
    assert_eq!(read.len(), limit + 1);
    assert_eq!(read[0], Err(Reason::BrokenQuotes));
    assert_eq!(read[limit], Err(Reason::GaveUp));
}

#[test]
fn semicolons_blank_lines_and_broken_text_are_read() {
    assert_eq!(rows(b"id;name\n\n;\n1;\xff\n"), vec![row(1, &["id", "name"]), row(4, &["1", "\u{fffd}"])]);
}

#[test]
fn a_field_is_cut_at_its_limit_between_characters() {
    let text = format!("id,body\n1,\"{}\"\n2,b\n", "é".repeat(FIELD_BYTES_MAX));
    let read: Vec<Row> = Reader::new(text.as_bytes()).filter_map(Result::ok).collect();
    assert_eq!(read.len(), 3);
    assert!(read[1].is_cut && !read[1].is_broken);
    assert_eq!(read[1].cells[1].len(), FIELD_BYTES_MAX);
    assert_eq!(read[2].cells[0], "2");
}
