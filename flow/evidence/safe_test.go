package evidence

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"why403/flow"
	"why403/flow/must"
	"why403/flow/racetest"
)

// canaries are secrets that must never come out whole, made up and put together here.
func canaries() []string {
	return []string{
		"sk-" + "widget-" + strings.Repeat("Ab3xK9-q", 8),
		"sk-" + "ant-" + "api03-" + strings.Repeat("Zy8w_V7u", 11) + "AA",
		"Bearer " + strings.Repeat("Qw3rT7", 9),
		"ghp" + "_" + strings.Repeat("a1B2c3", 6),
		"eyJ" + strings.Repeat("hbGci0i", 6) + "." + strings.Repeat("Zm9vYmFy", 8),
		"AKIA" + strings.Repeat("X9Q2", 4),
	}
}

// leaks returns the part of the secret that stands in the text, if it is more than a mark and four characters.
func leaks(text, secret string) string {
	secret = strings.TrimPrefix(secret, "Bearer ")
	const run = 18 // Longer than any mark.
	for i := 0; i+run <= len(secret); i++ {
		if strings.Contains(text, secret[i:i+run]) {
			return secret[i : i+run]
		}
	}
	if len(secret) >= run && strings.Contains(text, secret[8:]) {
		return secret[8:]
	}
	return ""
}

func everything(r flow.Reading) []string {
	out := append([]string{r.Summary}, r.Others...)
	for _, f := range r.Facts {
		out = append(out, f.Quote)
	}
	for _, n := range r.Notes {
		out = append(out, n.Text)
	}
	return append(out, r.Warnings...)
}

// unsafe returns what is wrong with a text that goes to a terminal.
func unsafe(text string) string {
	if !utf8.ValidString(text) {
		return "is not UTF-8"
	}
	for _, r := range text {
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029' {
			return fmt.Sprintf("holds %U", r)
		}
	}
	if n := utf8.RuneCountInString(text); n > maxSentence {
		return fmt.Sprintf("has %d characters", n)
	}
	return ""
}

func TestNoSecretComesOut(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	s := compile(t, vendor())
	for name, shape := range shapes() {
		if strings.HasPrefix(name, "utf-16") || strings.HasPrefix(name, "wrapped") || name == "cut off" {
			continue // The secret is put in by bytes.
		}
		for _, secret := range canaries() {
			for place, text := range map[string]string{
				"the message":        strings.ReplaceAll(shape, "organization.", "organization, key "+secret),
				"before":             "x-api-key: " + secret + "\n" + shape,
				"after":              shape + "\nAuthorization: " + secret,
				"the request id":     strings.ReplaceAll(shape, "req_01FAKE000000", secret),
				"a header":           "HTTP/1.1 403 Forbidden\nx-edge: on\nauthorization: " + secret + "\n\n" + shape,
				"an address":         "POST https://user:" + secret + "@api.widget.example/v1/" + secret + ": " + shape,
				"an earlier message": "429 {\"error\":{\"type\":\"x_error\",\"message\":\"key " + secret + "\"}}\n" + shape,
				"the type":           strings.ReplaceAll(shape, "permission_error", secret),
				"a plain line":       "Error: 403 no widgets for this organization with " + secret,
			} {
				for _, out := range everything(s.Read(Open([]byte(text)))) {
					if l := leaks(out, secret); l != "" {
						t.Errorf("%s, %s: %q gives %q away", name, place, out, l)
					}
				}
			}
		}
	}
}

func TestPrintable(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, text, want string }{
		{"a key", "key " + canaries()[1] + " refused", "key sk-ant-api03-…7uAA refused"},
		{"a bearer token", "Authorization: " + canaries()[2], "Authorization: Bearer …3rT7"},
		{"a password in an address", "https://u:secret@x.example/", "https://…@x.example/"},
		{"a request id stays", "request req_011CmZ3VFEq32JpxKjpywRix", "request req_011CmZ3VFEq32JpxKjpywRix"},
		{"a model stays", "anthropic.claude-sonnet-4-20250514-v1:0 eu.anthropic.claude", "anthropic.claude-sonnet-4-20250514-v1:0 eu.anthropic.claude"},
		{"an id of parts stays", "00000000-0000-4000-8000-000000000000", "00000000-0000-4000-8000-000000000000"},
		{"one line", "a\n\tb\x1b c\u202e\u2028d", "a b c d"},
		{"prose stays", "api key: not allowed; token does not meet scope requirement", "api key: not allowed; token does not meet scope requirement"},
		{"a path stays", "projects/fake/locations/asia-southeast1/publishers/anthropic/models/claude-3-sonnet", "projects/fake/locations/asia-southeast1/publishers/anthropic/models/claude-3-sonnet"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := printable(string(Open([]byte(c.text)).Bytes()), maxNote); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestReadIsTotalAndSafe(t *testing.T) {
	t.Parallel()
	s := compile(t, vendor())
	pieces := append(hostile(), canaries()...)
	for _, shape := range shapes() {
		pieces = append(pieces, shape)
	}
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rapid.OneOf(rapid.SampledFrom(pieces), rapid.String()), 0, 12).Draw(t, "parts")
		text := strings.Join(parts, rapid.SampledFrom([]string{"", " ", "\n", "\""}).Draw(t, "between"))
		cut := rapid.IntRange(0, len(text)).Draw(t, "cut")
		check(t, s, []byte(text[cut:]))
	})
}

// check holds what is true of every reading.
func check(t interface {
	Helper()
	Errorf(string, ...any)
}, s *Signs, text []byte,
) {
	t.Helper()
	r := s.Read(Open(text))
	for _, out := range everything(r) {
		if wrong := unsafe(out); wrong != "" {
			t.Errorf("%q %s", out, wrong)
		}
	}
	said := make(map[string]bool)
	for _, f := range r.Facts {
		if f.ID == "" || f.Rule == "" || f.From != flow.Pasted || f.Value == flow.Unknown || said[f.ID] {
			t.Errorf("fact %+v", f)
		}
		said[f.ID] = true
		if n := utf8.RuneCountInString(f.Quote); n > maxQuote {
			t.Errorf("the quote %q has %d characters", f.Quote, n)
		}
	}
	for _, n := range r.Notes {
		if c := utf8.RuneCountInString(n.Text); c > maxNote && n.Name != "message" && n.Name != flow.Line {
			t.Errorf("the note %s has %d characters", n.Name, c)
		}
	}
	if c := utf8.RuneCountInString(r.Summary); c > maxNote {
		t.Errorf("the summary has %d characters", c)
	}
	if len(r.Others) > maxOthers {
		t.Errorf("%d other errors", len(r.Others))
	}
}

func FuzzRead(f *testing.F) {
	for _, shape := range shapes() {
		f.Add([]byte(shape))
	}
	for _, piece := range hostile() {
		f.Add([]byte(strings.Repeat(piece, 20)))
	}
	s := compile(f, vendor())
	f.Fuzz(func(t *testing.T, text []byte) { check(t, s, text) })
}

// TestLiteralsAreFoundAsContainsFinds compares the search for literals with the plain way.
func TestLiteralsAreFoundAsContainsFinds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		literals := rapid.SliceOfNDistinct(rapid.StringMatching(`[abéñ中]{1,19}`), 1, 8, rapid.ID).Draw(t, "literals")
		text := rapid.StringMatching(`[aAbBéñ中x]{0,90}`).Draw(t, "text")
		for _, inOrder := range []bool{false, true} {
			l := literalsOf(literals, inOrder)
			list := finderOf(&l)
			ends := make(map[string][]int)
			last := 0
			list.each(text, nil, func(n, end int) bool {
				ends[list.literal(n)] = append(ends[list.literal(n)], end)
				if inOrder && end < last && len(list.literal(n)) >= 4 {
					t.Fatalf("%q: an end at %d came after one at %d", text, end, last)
				}
				last = end
				return true
			})
			for _, l := range literals {
				var want []int
				for i := range text {
					if strings.HasPrefix(asciiLower(text[i:]), l) {
						want = append(want, i+len(l))
					}
				}
				if got := ends[l]; !slices.Equal(got, want) {
					t.Fatalf("%q in %q ends at %v, want %v", l, text, got, want)
				}
			}
		}
	})
}

// TestOtherAlphabets holds that a pattern finds words of other alphabets in both cases, where it has both.
func TestOtherAlphabets(t *testing.T) {
	t.Parallel()
	for _, expr := range []string{`[Вв]чера`, `[Вв]чера|[Рр]аньше`, `так [Бб]ыло (?:вчера|раньше)`, `[Éé]té`} {
		c := newCompiler(Index{})
		p, err := c.add(expr)
		must.NoError(t, errors.Join(err, c.done()))
		for _, text := range []string{"Вчера", "вчера", "раньше", "Раньше", "так Было вчера", "été", "Été", "чера"} {
			if got, want := p.first(newHay(text)).ok(), regexp.MustCompile(expr).MatchString(text); got != want {
				t.Errorf("%s in %q: %v", expr, text, got)
			}
		}
	}
}

// TestPrefilterHidesNoMatch holds that whatever a pattern matches has one of the literals it was thought to need.
func TestPrefilterHidesNoMatch(t *testing.T) {
	racetest.Sequential(t)
	t.Parallel()
	exprs := []string{
		`no widgets? for (?:this|your) x`, `a|bc`, `(?:ab)+c`, `x*yz`, `(?:ab){2,3}`, `[kK]ey id`, `ab?cd`, `(?:a|b|)cd`, `it.s here`, `\bab\b.{0,3}cd`, `error: (?:make|read) x.{0,3}(?:denied|40[13])`, `(?:abc (def)?)+ghi[jk]lmn`, `(abc|de(?:fgh)?) ij`,
	}
	for _, expr := range exprs {
		c := newCompiler(Index{})
		p, err := c.add(expr)
		must.NoError(t, errors.Join(err, c.done()))
		gen := rapid.StringMatching(`(?i)` + expr)
		whole := regexp.MustCompile(`(?i)` + expr)
		rapid.Check(t, func(t *rapid.T) {
			text := gen.Draw(t, "text")
			if strings.ContainsFunc(text, func(r rune) bool { return r >= utf8.RuneSelf }) {
				return // The Kelvin sign is a k to regexp.
			}
			if whole.MatchString(text) && !p.first(newHay(text)).ok() {
				t.Fatalf("%s matches %q, but not as a pattern with the alternatives %v", expr, text, c.patterns)
			}
		})
	}
}
