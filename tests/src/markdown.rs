//! Documents: headings and fenced blocks.

/// A fenced block of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The heading that it stands under, without its `#` signs.
    pub heading: String,
    /// What stands after the opening fence, such as `kpi error:unknown-word`.
    pub info: String,
    /// The line, from 1, of the first line of the text.
    pub line: usize,
    /// The lines between the fences.
    pub text: String,
}

impl Block {
    /// Whether the block is in the language.
    pub fn is_kpi(&self) -> bool {
        self.info.split_whitespace().next() == Some("kpi")
    }

    /// What follows a word of the fence: `unknown-word` and `extra-word` of `kpi error:unknown-word,extra-word`.
    pub fn after(&self, word: &str) -> Option<Vec<&str>> {
        let list = self.info.split_whitespace().find_map(|part| part.strip_prefix(word)?.strip_prefix(':'))?;
        Some(list.split(',').filter(|item| !item.is_empty()).collect())
    }

    /// Whether a word stands in the fence.
    pub fn says(&self, word: &str) -> bool {
        self.info.split_whitespace().any(|part| part == word)
    }
}

/// The fenced blocks of a document, in order; also those that are indented in a list.
pub fn blocks(document: &str) -> Vec<Block> {
    let mut found = Vec::new();
    let mut heading = String::new();
    let mut open: Option<(usize, String, Block)> = None;
    for (index, line) in document.lines().enumerate() {
        let indent = line.len() - line.trim_start().len();
        let bare = line.trim();
        if let Some((depth, fence, block)) = &mut open {
            if bare == fence {
                found.extend(open.take().map(|(_, _, block)| block));
            } else {
                block.text.push_str(line.get(*depth..).unwrap_or(line.trim_start()));
                block.text.push('\n');
            }
            continue;
        }
        let marks = bare.chars().take_while(|letter| *letter == '`').count();
        if marks >= 3 {
            let (fence, info) = bare.split_at(marks);
            let block =
                Block { heading: heading.clone(), info: info.trim().to_owned(), line: index + 2, text: String::new() };
            open = Some((indent, fence.to_owned(), block));
        } else if let Some(title) = line.strip_prefix('#') {
            heading = title.trim_start_matches('#').trim().to_owned();
        }
    }
    assert!(open.is_none(), "a fence is not closed: {open:?}");
    found
}

/// The targets of the links of a document, as they are written, with their lines.
pub fn links(document: &str) -> Vec<(usize, &str)> {
    let mut found = Vec::new();
    let mut fenced = false;
    for (index, line) in document.lines().enumerate() {
        fenced ^= line.trim_start().starts_with("```");
        if fenced {
            continue;
        }
        let targets = line.split("](").skip(1).filter_map(|rest| rest.split_once(')'));
        found.extend(targets.map(|(target, _)| (index + 1, target)));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_found_with_their_headings_and_lines() {
        let document = "# One\n\n```kpi error:a,b\nkpi ö\n```\n\n- item\n\n  ````text\n  ```\n  ````\n\n## Two\n```kpi generated\n```\n";
        let found = blocks(document);
        let heads: Vec<(&str, &str, usize, &str)> =
            found.iter().map(|block| (&*block.heading, &*block.info, block.line, &*block.text)).collect();
        assert_eq!(
            heads,
            [("One", "kpi error:a,b", 4, "kpi ö\n"), ("One", "text", 10, "```\n"), ("Two", "kpi generated", 15, "")]
        );
        assert_eq!(found[0].after("error"), Some(vec!["a", "b"]));
        assert!(found[2].says("generated") && found[2].is_kpi() && !found[1].is_kpi());
    }

    #[test]
    fn links_are_found_outside_blocks() {
        assert_eq!(links("see [a](b.md) and [c](d.md#e)\n```\n[x](y)\n```\n"), [(1, "b.md"), (1, "d.md#e")]);
    }
}
