package tui

import (
	"strconv"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

// TestSixteenColours holds that a terminal of 16 colours is sent only one, which reads on its background or on any, whatever it says of its own and when:
// a colour taken for the nearest of 16 can have a third of the contrast, such as yellow on white.
func TestSixteenColours(t *testing.T) {
	t.Parallel()
	const magenta, bright = 35, 95
	dark, light, profile := tea.BackgroundColorMsg{Color: ansi.Black}, tea.BackgroundColorMsg{Color: ansi.White}, tea.ColorProfileMsg{Profile: colorprofile.ANSI}
	for _, sc := range scenes() {
		for _, order := range [][]tea.Msg{{light, profile}, {profile, light}, {profile, dark}, {profile}} {
			want := magenta
			if len(order) == 2 && order[1] == tea.Msg(dark) {
				want = bright
			}
			b := sc.bench(t, 80, 24)
			for _, msg := range order {
				b.send(msg)
			}
			for _, seq := range strings.Split(render(b, colorprofile.ANSI), "\x1b[")[1:] {
				params, _, _ := strings.Cut(seq, "m")
				for p := range strings.SplitSeq(params, ";") {
					if n, err := strconv.Atoi(p); err == nil && n >= 30 && n != want {
						t.Fatalf("%s: colour %d is sent", sc.name, n)
					}
				}
			}
		}
	}
}
