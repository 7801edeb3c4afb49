//! The grammar of the Bellwether language.
