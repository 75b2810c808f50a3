package checklist

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"why403/flow"
)

// leadingNumber is a number at the beginning of an answer, and anotherNumber one that stands right behind it.
var (
	leadingNumber = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(?:#|no\. ?|nr\. ?)?(\d{1,2})\b[.):]*`) })
	anotherNumber = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^[\s/,|;&+-]*(?:or|and|oder|und)?\s*\d{1,2}\b`) })
)

// pick reads an answer to a choice: the number of an option that is left in a letter that lists these places, its title or id, or not sure.
// What follows is the remark.
func pick(p flow.Pick, places, text string) (option, remark string, s said) {
	text = strings.TrimSpace(typographic.Replace(text))
	whole := text
	text = strings.TrimLeft(text, around)
	plain := lower(text)
	if text == "" {
		return "", "", nothing
	}
	if n := len(unsureWord().FindString(plain)); n > 0 && !longer(plain[n:]) {
		if s := follows(flow.Unsure, plain[n:]); s != clear {
			return "", whole, s
		}
		return flow.Unsure.String(), rest(text[n:]), clear
	}
	m := leadingNumber().FindStringSubmatch(plain)
	for _, o := range p.Open {
		n := 0
		switch title, id := lower(o.Title), lower(o.ID); {
		case m != nil && place(places, m[1]) == p.Choice.Number(o):
			n = len(m[0])
		case m == nil && strings.HasPrefix(plain, title) && !longer(plain[len(title):]):
			n = len(title)
		case m == nil && strings.HasPrefix(plain, id) && !longer(plain[len(id):]) && !slices.ContainsFunc(p.Open, func(o *flow.Option) bool { return strings.HasPrefix(plain, lower(o.Title)) }):
			n = len(id)
		default:
			continue
		}
		if anotherNumber().MatchString(plain[n:]) || doubt().MatchString(plain[n:]) || strings.Contains(first().FindString(plain[n:]), "?") {
			return "", whole, mixed
		}
		return o.ID, rest(text[n:]), clear
	}
	return "", whole, unclear
}

// rest is what stands behind an answer.
func rest(text string) string {
	return unsigned(strings.TrimSpace(strings.TrimLeft(text, around+".,;!")))
}
