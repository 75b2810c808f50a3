package expr

import (
	"reflect"
	"regexp"
	"strings"
	"testing"

	_ "why403/flow/racetest" // So that it leaves without waiting.
)

// expressions have every operator, and what a place can be told by.
var expressions = []string{
	`a`, ``, `^`, `$`, `^a`, `a$`, `^$`, `(?m)^a`, `(?m)a$`, `(?m)^$`, `\Aab\z`, `\bab\b`, `\Bb`, `a\b`, `\b`, `\B`, `a*b+c?`, `(?i)straße|k`, `[^a-c]`, `[^\n]`, `.`, `(?s).b`, `a.c`, `\d{3}`, `a{2,3}b`,
	`(?:no|not|kein\w*) [A-Z]{2,}`, `\pL{3,}`, `[\p{Han}]+x`, `[。！？]`, `…$`, `\W\w\W`, `(a|ab)(c|bcd)(d*)`, `(?i)\b(?:4\d\d|denied|forbidden)\b`, `^\s*$`, `[ab]*?c`, `(?:ab)*c`, `(?:x|ab)+c`, `(?:\b|a)b`, `(?m)^[ \t]*\S+\s*$`, `\x{fffd}`, `(?i)[k-s]`, `a.{0,40}b`,
}

var texts = []string{
	"", "a", "b", "ab", "abc", "a\nb", "\n", "\na", "a\n", "xaby ab", "aab", "aaab", "STRASSE Straße \u212a", "no ABC", "keinen XY", "not x", "漢字x", "x漢字", "。", "ab…", "\xff\xfe", "a\xffb", "é", "aéb", "éb", " a ", "403 forbidden", "4031", "abcd",
	strings.Repeat("ab ", 40), "a" + strings.Repeat("x", 41) + "b", "a" + strings.Repeat("é", 40) + "b", "\u2028", "K", "\u017f", "a\r\nb", "_a-b_",
}

func FuzzMatch(f *testing.F) {
	for _, e := range expressions {
		for _, t := range texts {
			f.Add(e, t)
		}
	}
	f.Fuzz(func(t *testing.T, expr, text string) {
		re, err := regexp.Compile(expr)
		if err != nil || len(expr) > 200 {
			return
		}
		a := automatonOf(expr)
		for range 2 { // As it is made, and by the table.
			if _, found, known := a.match(text, 0); known && found != re.MatchString(text) {
				t.Errorf("%q in %q: %t", expr, text, found)
			}
		}
		l := &Lazy{Expr: expr}
		l.quick.Store(a)
		if got, want := l.FindAllStringSubmatchIndex(text, -1), re.FindAllStringSubmatchIndex(text, -1); !reflect.DeepEqual(got, want) {
			t.Errorf("%q in %q: %v; want %v", expr, text, got, want)
		}
		if got, want := l.FindStringSubmatchIndex(text), re.FindStringSubmatchIndex(text); !reflect.DeepEqual(got, want) {
			t.Errorf("%q in %q: first %v; want %v", expr, text, got, want)
		}
	})
}

// TestSameResults holds that each method returns what regexp does, before there is an automaton and with it.
func TestSameResults(t *testing.T) {
	t.Parallel()
	for _, e := range expressions {
		l, re := &Lazy{Expr: e}, regexp.MustCompile(e)
		for round := range 3 {
			if round == 1 {
				l.MatchString(strings.Repeat("x", maxSlow))
			}
			for _, s := range texts {
				up := func(s string) string { return "<" + s + ">" }
				for _, got := range [][2]any{
					{l.MatchString(s), re.MatchString(s)},
					{l.FindString(s), re.FindString(s)},
					{l.FindStringIndex(s), re.FindStringIndex(s)},
					{l.FindStringSubmatch(s), re.FindStringSubmatch(s)},
					{l.FindStringSubmatchIndex(s), re.FindStringSubmatchIndex(s)},
					{l.FindAllString(s, -1), re.FindAllString(s, -1)},
					{l.FindAllStringIndex(s, 2), re.FindAllStringIndex(s, 2)},
					{l.FindAllStringSubmatch(s, -1), re.FindAllStringSubmatch(s, -1)},
					{l.FindAllStringSubmatchIndex(s, -1), re.FindAllStringSubmatchIndex(s, -1)},
					{l.ReplaceAllString(s, "-"), re.ReplaceAllString(s, "-")},
					{l.ReplaceAllStringFunc(s, up), re.ReplaceAllStringFunc(s, up)},
				} {
					if !reflect.DeepEqual(got[0], got[1]) {
						t.Fatalf("%q in %q: %v; want %v", e, s, got[0], got[1])
					}
				}
			}
		}
		if l.quick.Load() == nil {
			t.Errorf("%q has no automaton", e)
		}
	}
}

// TestTooMany holds that an expression of very many states is searched without an automaton.
func TestTooMany(t *testing.T) {
	t.Parallel()
	l := &Lazy{Expr: `(?:a|b)*a(?:a|b){18}c`}
	text := strings.Repeat("abbabaaababbbaab", 2000)
	for range 3 {
		if l.MatchString(text[:len(text)/4]) || l.MatchString(text) {
			t.Fatal("it matches")
		}
	}
	for i := range 4000 {
		l.MatchString(text[i:i+40] + text[2*i:2*i+60])
	}
	if !l.MatchString(text[:19] + text[:19] + "a" + text[:18] + "c") {
		t.Error("it does not match")
	}
}

func BenchmarkMatch(b *testing.B) {
	l := &Lazy{Expr: `(?i)\b(?:[45]\d\d|denied|forbidden|(?:not|isn't|cannot) (?:be )?(?:allowed|permitted)|refused)\b`}
	text := strings.Repeat("The widget was made and sent to whom it belongs. ", 6)
	for name, match := range map[string]func(string) bool{"lazy": l.MatchString, "regexp": l.Re().MatchString} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				match(text)
			}
		})
	}
}
