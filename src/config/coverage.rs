//! How much of a draft has to be tied to a source, where a project asks for it.
//!
//! Holds what is counted of a draft and the least share of each in per cent, which `toml` and the command line set and
//! `check` holds the drafts to.

/// What is counted of a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Quotations.
    Quotes,
    /// Statements that it reports in its own words.
    Claims,
    /// Sentences.
    Sentences,
}

impl Unit {
    /// Every unit, in the order in which they are shown.
    pub const ALL: [Unit; 3] = [Unit::Quotes, Unit::Claims, Unit::Sentences];

    /// Its name in a configuration, on the command line and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Unit::Quotes => "quotes",
            Unit::Claims => "claims",
            Unit::Sentences => "sentences",
        }
    }

    /// What one of it is called in a sentence.
    pub fn noun(self) -> &'static str {
        match self {
            Unit::Quotes => "quotation",
            Unit::Claims => "claim",
            Unit::Sentences => "sentence",
        }
    }

    /// The unit of a name.
    pub fn named(name: &str) -> Option<Unit> {
        Unit::ALL.into_iter().find(|unit| unit.name() == name)
    }
}

/// The least shares of a draft that have to be tied to a source, in per cent. What is none is not asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Least {
    /// Of its quotations.
    pub quotes: Option<u32>,
    /// Of its claims.
    pub claims: Option<u32>,
    /// Of its sentences.
    pub sentences: Option<u32>,
}

impl Least {
    /// The share that is asked for of a unit.
    pub fn of(self, unit: Unit) -> Option<u32> {
        match unit {
            Unit::Quotes => self.quotes,
            Unit::Claims => self.claims,
            Unit::Sentences => self.sentences,
        }
    }

    /// Asks for a share of a unit.
    pub fn ask(&mut self, unit: Unit, share: u32) {
        let own = match unit {
            Unit::Quotes => &mut self.quotes,
            Unit::Claims => &mut self.claims,
            Unit::Sentences => &mut self.sentences,
        };
        *own = Some(share);
    }

    /// Lays these shares over others; what is none here stays as it was.
    pub fn lay_over(self, other: &mut Least) {
        for unit in Unit::ALL {
            if let Some(share) = self.of(unit) {
                other.ask(unit, share);
            }
        }
    }

    /// Whether any share is asked for.
    pub fn asks(self) -> bool {
        self != Least::default()
    }
}
