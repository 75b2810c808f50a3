package tui

import (
	"image/color"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
)

// ink is how lines look. Lipgloss measures and aligns whatever it renders, which takes longer than all the rest of a picture; a line needs none of it.
type ink struct {
	lipgloss.Style
	on string // What a terminal is sent before the line.
}

func inked(s lipgloss.Style) ink {
	on, _, _ := strings.Cut(s.Render("x"), "x")
	return ink{s, on}
}

func (i ink) bold() ink { return inked(i.Bold(true)) }

// Render gives a line its look.
func (i ink) Render(line string) string {
	if i.on == "" {
		return line
	}
	return i.on + line + ansi.ResetStyle
}

// styles is how each kind of text looks. Nothing is told by colour alone: a sign or a word always goes with it.
type styles struct {
	mono    bool // The terminal shows no colours, so code in a sentence needs another sign.
	strong  ink  // One block of a screen: what is asked, the cause, the fix, the way on.
	dim     ink  // Why, meanings, headings, what was ruled out. Nothing that must be read to act.
	accent  ink  // Keys that can be pressed, in the body; the focused frame; what runs.
	good    ink  // A cause that is proven, its fix, "it works"; with a sign.
	warn    ink  // A customer's call, what stays possible, what cannot be sent or is not saved; with a sign.
	chosen  ink  // The highlighted row.
	code    ink
	link    lipgloss.Style
	heading ink
}

// plainStyles reads on any background, because it takes the terminal's own colours, and of those only one: the others have too
// little contrast somewhere. It is what is shown until the terminal has told its background, and for good if it never does.
func plainStyles() styles { return sixteen(lipgloss.Magenta) }

// sixteen takes one of a terminal's 16 colours.
func sixteen(accent color.Color) styles {
	return build(palette{
		accent: accent, good: lipgloss.NoColor{}, warn: lipgloss.NoColor{}, code: lipgloss.NoColor{}, dim: lipgloss.NoColor{},
	})
}

// refinedStyles takes colours with enough contrast for the background: at least 4.5 to 1.
func refinedStyles(dark bool) styles {
	p := palette{
		accent: lipgloss.Color("#1a56b0"), good: lipgloss.Color("#1b6e30"), warn: lipgloss.Color("#8a5200"),
		code: lipgloss.Color("#6a3d9a"), dim: lipgloss.Color("#5f6368"),
	}
	if dark {
		p = palette{
			accent: lipgloss.Color("#8ab4f8"), good: lipgloss.Color("#81c995"), warn: lipgloss.Color("#f0c674"),
			code: lipgloss.Color("#c9a8f5"), dim: lipgloss.Color("#a2a9b0"),
		}
	}
	return build(p)
}

type palette struct {
	accent, good, warn, code, dim color.Color
}

func build(p palette) styles {
	base := lipgloss.NewStyle()
	dim := inked(base.Foreground(p.dim)) // Faint text cannot be read on some light backgrounds.
	return styles{
		strong:  inked(base.Bold(true)),
		dim:     dim,
		accent:  inked(base.Foreground(p.accent).Bold(true)),
		good:    inked(base.Foreground(p.good).Bold(true)),
		warn:    inked(base.Foreground(p.warn).Bold(true)),
		chosen:  inked(base.Foreground(p.accent).Bold(true)),
		code:    inked(base.Foreground(p.code)),
		link:    base.Underline(true),
		heading: dim,
	}
}
