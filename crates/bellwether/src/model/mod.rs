//! The model: columns by kind and attribute, interned names, relations both ways as index arrays.
//! Built once, immutable, shared between threads.
//!
//! Elements are numbered so that those of one kind (with the kinds below it) are contiguous, in order of declaration
//! within each kind. `columns[attribute]` holds the values of an attribute by *row*: for an attribute of a kind the row of an
//! element is `element - range(kind).start`; for a field of a single attribute it is the row of its holder; for a
//! field of a `many` attribute it is the index of the value among all values of that attribute (`offsets`).
