//! The colours and the face of the stylesheet, as a canvas needs them: read once, and again when
//! the scheme changes.

use web_sys::HtmlElement;

use super::style::Dye;

/// Colours as the browser writes them, and the face of the interface.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Theme {
    /// What everything lies on.
    pub ground: String,
    /// Departments.
    pub surface: String,
    /// Plates.
    pub line: String,
    /// Rims of departments.
    pub line_strong: String,
    /// Faint drawn threads of the ground.
    pub warp: String,
    /// Names.
    pub ink: String,
    /// Beams and marks.
    pub ink_2: String,
    /// Second lines.
    pub ink_3: String,
    /// What is chosen.
    pub accent: String,
    /// Text on it.
    pub on_accent: String,
    /// Lines by dye: thread, good, quiet, strained, broken.
    pub lines: [String; 5],
    /// Washes by dye, behind badges.
    pub washes: [String; 5],
    /// People's dyes.
    pub people: [String; 6],
    /// The face, as a `font-family`.
    pub sans: String,
}

impl Theme {
    /// Reads the tokens through an element that is in the document and shows nothing.
    pub fn read(probe: &HtmlElement) -> Self {
        let style = leptos::prelude::window().get_computed_style(probe).ok().flatten();
        let computed = |name: &str| {
            style.as_ref().and_then(|style| style.get_property_value(name).ok()).unwrap_or_default()
        };
        let colour = |token: &str| {
            // A token of our own stylesheet: the browser accepts it.
            let _ = HtmlElement::style(probe).set_property("color", &format!("var(--{token})"));
            computed("color")
        };
        Self {
            ground: colour("ground"),
            surface: colour("surface"),
            line: colour("line"),
            line_strong: colour("line-strong"),
            warp: colour("warp"),
            ink: colour("ink"),
            ink_2: colour("ink-2"),
            ink_3: colour("ink-3"),
            accent: colour("accent"),
            on_accent: colour("on-accent"),
            lines: ["thread", "good", "quiet", "strained", "broken"].map(colour),
            washes: ["quiet-wash", "good-wash", "quiet-wash", "strained-wash", "broken-wash"].map(colour),
            people: ["dye-1", "dye-2", "dye-3", "dye-4", "dye-5", "dye-6"].map(colour),
            sans: computed("font-family"),
        }
    }

    /// A line's colour.
    pub fn line_of(&self, dye: Dye) -> &str {
        &self.lines[index(dye)]
    }

    /// A badge's ground.
    pub fn wash_of(&self, dye: Dye) -> &str {
        &self.washes[index(dye)]
    }

    /// A person's dye, 1 to 6.
    pub fn person(&self, dye: u32) -> &str {
        let last = self.people.len() - 1;
        &self.people[usize::try_from(dye).unwrap_or(1).saturating_sub(1).min(last)]
    }
}

const fn index(dye: Dye) -> usize {
    match dye {
        Dye::Thread => 0,
        Dye::Good => 1,
        Dye::Quiet => 2,
        Dye::Strained => 3,
        Dye::Broken => 4,
    }
}
