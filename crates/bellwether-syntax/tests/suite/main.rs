//! The tests of text to tree: source and outcome together.

mod support;

mod format;
mod forms;
mod linear;
mod mistakes;
mod pages;
mod recovery;
