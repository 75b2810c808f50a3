package tui

import (
	"bytes"
	"encoding/xml"
	"flag"
	"fmt"
	"image/color"
	"os"
	"strings"
	"testing"

	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"

	tea "charm.land/bubbletea/v2"

	"why403/content"
	"why403/flow/must"
)

// TestPictures holds that the pictures in the README are what the program draws; with -update it draws them.
func TestPictures(t *testing.T) {
	t.Parallel()
	book := must.Have(t, content.Default)
	b := newBench(t, 80, 24, shippedCall(book), func(cfg *Config) { cfg.Last = nil })
	b.send(tea.BackgroundColorMsg{Color: ansi.Black})
	for _, p := range []struct {
		name string
		text string
		keys []string
		sees string
	}{
		{name: "start", sees: "Paste what failed"},
		{name: "question", text: second + "model: claude-opus-5-5\n", keys: []string{"enter"}, sees: "What works?"},
		{name: "verdict", keys: []string{"3", "1", "n"}, sees: "Do this now"},
		{name: "report", keys: []string{"R", "enter"}, sees: "Claude API 403"},
	} {
		if p.text != "" {
			b.paste(p.text)
		}
		b.press(p.keys...).wants(p.sees)
		got := picture(render(b, colorprofile.TrueColor), 80, 24)
		path := "../.github/pictures/" + p.name + ".svg"
		if f := flag.Lookup("update"); f != nil && f.Value.String() == "true" {
			if err := os.WriteFile(path, got, 0o644); err != nil { //nolint:gosec // It is shown to everybody.
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		must.NoError(t, err)
		if !bytes.Equal(got, want) {
			t.Errorf("%s is not what the program draws; go test ./tui -run TestPictures -update draws it", path)
		}
	}
}

// The sizes of a picture, in pixels.
const (
	cellWidth  = 8.4
	cellHeight = 18
	border     = 12
)

// picture draws a screen of w columns and h rows, given as what a terminal is sent, as SVG.
func picture(screen string, w, h int) []byte {
	buf := uv.NewScreenBuffer(w, h)
	uv.NewStyledString(screen).Draw(buf, buf.Bounds())
	var out bytes.Buffer
	wide, high := float64(w)*cellWidth+2*border, h*cellHeight+2*border
	fmt.Fprintf(&out, `<svg xmlns="http://www.w3.org/2000/svg" width="%.0f" height="%d" viewBox="0 0 %[1]v %[2]d" font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="14">`+"\n", wide, high)
	fmt.Fprintf(&out, `<rect width="100%%" height="100%%" rx="6" fill="#16181d"/>`+"\n")
	for y := range h {
		for x := 0; x < w; {
			first := buf.CellAt(x, y)
			from, text := x, ""
			for x < w {
				c := buf.CellAt(x, y)
				if c == nil || !c.Style.Equal(&first.Style) {
					break
				}
				text += c.Content
				x += max(c.Width, 1)
			}
			if x == from {
				x++
			}
			run(&out, first.Style, from, y, text)
		}
	}
	out.WriteString("</svg>\n")
	return out.Bytes()
}

// run draws cells of one style that stand side by side.
func run(out *bytes.Buffer, st uv.Style, x, y int, text string) {
	left, top := border+float64(x)*cellWidth, border+y*cellHeight
	length := float64(ansi.StringWidth(text)) * cellWidth
	fg, bg := st.Fg, st.Bg
	if st.Attrs&uv.AttrReverse != 0 {
		fg, bg = color.Color(color.RGBA{22, 24, 29, 255}), color.Color(color.RGBA{214, 219, 226, 255})
	}
	if bg != nil {
		fmt.Fprintf(out, `<rect x="%.1f" y="%d" width="%.1f" height="%d" fill="%s"/>`+"\n", left, top, length, cellHeight, hex(bg, ""))
	}
	attrs := ""
	if st.Attrs&uv.AttrBold != 0 {
		attrs = ` font-weight="bold"`
	}
	if st.Attrs&uv.AttrFaint != 0 {
		attrs += ` opacity="0.7"`
	}
	at := x
	for part := range strings.SplitAfterSeq(text, "  ") { // Spaces in a row may be drawn as one.
		word := strings.TrimLeft(part, " ")
		left := border + float64(at+ansi.StringWidth(part)-ansi.StringWidth(word))*cellWidth
		at += ansi.StringWidth(part)
		if word = strings.TrimRight(word, " "); word == "" {
			continue
		}
		fmt.Fprintf(out, `<text x="%.1f" y="%d" textLength="%.1f" fill="%s"%s>`, left, top+14, float64(ansi.StringWidth(word))*cellWidth, hex(fg, "#d6dbe2"), attrs)
		_ = xml.EscapeText(out, []byte(word)) // A buffer takes everything.
		out.WriteString("</text>\n")
	}
}

// hex is the color as SVG writes it.
func hex(c color.Color, none string) string {
	if c == nil {
		return none
	}
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}
