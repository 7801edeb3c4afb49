//! The ids that stand for named things: newtypes over `u32`, each an index into a table of its owner.

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub u32);

        impl $name {
            /// The id of the entry at this index of its table.
            pub fn at(index: usize) -> Self {
                Self(u32::try_from(index).unwrap_or(u32::MAX))
            }

            /// The index into its table.
            pub const fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}

id! {
    /// A kind of the vocabulary, such as `kpi`.
    KindId
}
id! {
    /// An attribute of a kind, a field of an attribute, or an inverse of one.
    AttributeId
}
id! {
    /// A definition: a defined adjective or a derived attribute.
    DefinitionId
}
id! {
    /// A value word, such as `leading`; one id for one spelling (without regard to case) in the whole vocabulary.
    WordId
}
id! {
    /// An element of a model. Ids of one kind (with the kinds below it) are contiguous.
    ElementId
}
id! {
    /// A text of a model, interned: equal texts have equal ids.
    TextId
}
id! {
    /// A formula of a model, interned: equal formula trees have equal ids.
    FormulaId
}
id! {
    /// A variable of a rule or definition: an index into the slots of its evaluation.
    Slot
}
id! {
    /// A rule of a program.
    RuleId
}
id! {
    /// A waiver of a program.
    WaiverId
}
id! {
    /// An element that a rule names, bound when the program meets a model.
    NameId
}
