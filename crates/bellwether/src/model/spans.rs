//! Places of values and elements, packed: six bytes each, and the source only where it changes.

use bellwether_syntax::{SourceId, Span};

use super::column::count;

/// Places by index.
#[derive(Clone, Debug, Default)]
pub(super) struct Spans {
    starts: Vec<u32>,
    /// 0 where there is no place.
    lengths: Vec<u16>,
    /// From which index on places lie in which source.
    runs: Vec<(u32, SourceId)>,
}

impl Spans {
    /// The place with this index.
    pub(super) fn get(&self, index: u32) -> Option<Span> {
        let start = *self.starts.get(index as usize)?;
        let length = *self.lengths.get(index as usize)?;
        if length == 0 {
            return None;
        }
        let run = self.runs.partition_point(|(from, _)| *from <= index).checked_sub(1)?;
        let (_, source) = self.runs.get(run)?;
        Some(Span::new(*source, start, start.saturating_add(u32::from(length))))
    }
}

/// Places while they are collected, in any order.
#[derive(Clone, Debug, Default)]
pub(super) struct SpanList(Vec<(u32, u16, SourceId)>);

impl SpanList {
    /// Notes the place of an index. Nothing is kept as long as no index has a place.
    pub(super) fn set(&mut self, index: u32, span: Option<Span>) {
        let Some(span) = span else { return };
        let index = index as usize;
        if self.0.len() <= index {
            self.0.resize(index + 1, (0, 0, SourceId(0)));
        }
        if let Some(place) = self.0.get_mut(index) {
            *place = (span.start, u16::try_from(span.len()).unwrap_or(u16::MAX), span.source);
        }
    }

    /// The place of an index.
    pub(super) fn get(&self, index: u32) -> Option<Span> {
        let (start, length, source) = *self.0.get(index as usize)?;
        (length > 0).then(|| Span::new(source, start, start.saturating_add(u32::from(length))))
    }

    /// Packs the places, those of `order` in its order where one is given.
    pub(super) fn pack(&self, order: Option<&[u32]>) -> Spans {
        let mut spans = Spans::default();
        if self.0.is_empty() {
            return spans;
        }
        let length = order.map_or(self.0.len(), <[u32]>::len);
        spans.starts.reserve_exact(length);
        spans.lengths.reserve_exact(length);
        for at in 0..length {
            let from = order.map_or(at, |order| order.get(at).map_or(usize::MAX, |from| *from as usize));
            let (start, length, source) = self.0.get(from).copied().unwrap_or((0, 0, SourceId(0)));
            spans.starts.push(start);
            spans.lengths.push(length);
            if length > 0 && spans.runs.last().is_none_or(|(_, last)| *last != source) {
                spans.runs.push((count(at), source));
            }
        }
        spans
    }
}

#[cfg(test)]
mod tests {
    use bellwether_syntax::{SourceId, Span};

    use super::SpanList;

    #[test]
    fn packs_and_finds() {
        let mut list = SpanList::default();
        let span = |source, start| Some(Span::new(SourceId(source), start, start + 3));
        list.set(4, span(1, 40));
        list.set(0, span(0, 10));
        list.set(2, span(0, 20));
        list.set(5, span(0, 50));
        assert_eq!(list.get(4), span(1, 40));
        let packed = list.pack(None);
        for index in 0..7 {
            assert_eq!(packed.get(index), list.get(index));
        }
        let turned = list.pack(Some(&[5, 4, 3, 2]));
        assert_eq!(turned.get(0), span(0, 50));
        assert_eq!(turned.get(1), span(1, 40));
        assert_eq!(turned.get(2), None);
        assert_eq!(turned.get(3), span(0, 20));
    }
}
