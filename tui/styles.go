package tui

import (
	"image/color"

	"charm.land/lipgloss/v2"
)

// styles is how each kind of text looks. Nothing is told by colour alone: a sign or a word always goes with it.
type styles struct {
	mono    bool           // The terminal shows no colours, so code in a sentence needs another sign.
	strong  lipgloss.Style // What is asked, and titles.
	dim     lipgloss.Style // What can be skipped.
	accent  lipgloss.Style // Keys and headings.
	good    lipgloss.Style
	warn    lipgloss.Style
	bad     lipgloss.Style
	chosen  lipgloss.Style // The highlighted choice.
	code    lipgloss.Style
	link    lipgloss.Style
	banner  lipgloss.Style // What must not be missed.
	heading lipgloss.Style
}

// plainStyles reads on any background, because it takes the terminal's own colours. It is what is shown until the
// terminal has told its background, and for good if it never does.
func plainStyles() styles {
	return build(palette{
		accent: lipgloss.Magenta, good: lipgloss.Green, warn: lipgloss.Magenta, bad: lipgloss.Red, code: lipgloss.NoColor{},
	})
}

// refinedStyles takes colours with enough contrast for the background: at least 4.5 to 1.
func refinedStyles(dark bool) styles {
	p := palette{
		accent: lipgloss.Color("#1a56b0"), good: lipgloss.Color("#1b6e30"), warn: lipgloss.Color("#8a5200"),
		bad: lipgloss.Color("#b3261e"), code: lipgloss.Color("#6a3d9a"), dim: lipgloss.Color("#5f6368"),
	}
	if dark {
		p = palette{
			accent: lipgloss.Color("#8ab4f8"), good: lipgloss.Color("#81c995"), warn: lipgloss.Color("#f0c674"),
			bad: lipgloss.Color("#f28b82"), code: lipgloss.Color("#c9a8f5"), dim: lipgloss.Color("#a2a9b0"),
		}
	}
	return build(p)
}

type palette struct {
	accent, good, warn, bad, code, dim color.Color
}

func build(p palette) styles {
	base := lipgloss.NewStyle()
	st := styles{
		strong:  base.Bold(true),
		dim:     base, // Faint text cannot be read on some light backgrounds.
		accent:  base.Foreground(p.accent),
		good:    base.Foreground(p.good),
		warn:    base.Foreground(p.warn).Bold(true),
		bad:     base.Foreground(p.bad),
		chosen:  base.Reverse(true).Bold(true),
		code:    base.Foreground(p.code),
		link:    base.Underline(true),
		banner:  base.Reverse(true).Bold(true),
		heading: base.Foreground(p.accent).Bold(true),
	}
	if p.dim != nil {
		st.dim = base.Foreground(p.dim)
	}
	return st
}
