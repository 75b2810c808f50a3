package checklist

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"why403/flow"
	"why403/flow/i18n"
)

// leadingNumber is a number at the beginning of an answer, and anotherNumber one that stands right behind it; bareNumber is one at the beginning
// of a remark that counts nothing.
var (
	leadingNumber = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(?:#|no\. ?|nr\. ?)?(\d{1,2})\b[.):]*`) })
	bareNumber    = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(i18n.T(`^(?:or |and |rather |also |better )?(?:#|no\. ?|nr\. ?)?(\d{1,2})\s*(?:[.,;:!?)]|$)`))
	})
	anyNumber = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\b(\d{1,2})\b`) })
	otherOne  = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(i18n.T("\\b(?:other|another|first|second|third|fourth|last) (?:one|answer)\\b"))
	})
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
		if _, later := remarks(plain[n:]); slices.ContainsFunc(later, func(r string) bool { return names(p, nil, places, r) }) {
			return "", whole, mixed
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
		own, later := remarks(plain[n:])
		if m != nil && strings.HasSuffix(m[0], ".") {
			own, later = "", append([]string{own}, later...)
		}
		if anotherNumber().MatchString(own) || doubt().MatchString(own) || strings.Contains(first().FindString(plain[n:]), "?") || corrects(p, o, places, own) ||
			slices.ContainsFunc(later, func(r string) bool { return takesBack(r, false) || names(p, o, places, r) || corrects(p, o, places, r) }) {
			return "", whole, mixed
		}
		return o.ID, rest(text[n:]), clear
	}
	return "", whole, unclear
}

// names reports whether a remark begins with another option than the chosen one: with its title, or with its number and nothing that is counted.
func names(p flow.Pick, chosen *flow.Option, places, remark string) bool {
	remark = strings.TrimLeft(remark, around+"/,|;.)(")
	if m := bareNumber().FindStringSubmatch(remark); m != nil && (chosen == nil || place(places, m[1]) != p.Choice.Number(chosen)) {
		return true
	}
	return slices.ContainsFunc(p.Open, func(o *flow.Option) bool {
		title := lower(o.Title)
		return o != chosen && (remark == lower(o.ID) || strings.HasPrefix(remark, title) && !longer(remark[len(title):])) && (chosen == nil || !strings.HasPrefix(lower(chosen.Title), title))
	})
}

// corrects reports whether a remark takes another option than the chosen one in its place.
func corrects(p flow.Pick, chosen *flow.Option, places, remark string) bool {
	at := corrected().FindStringIndex(remark)
	if at == nil {
		return false
	}
	for _, m := range anyNumber().FindAllStringSubmatch(remark[at[1]:], -1) {
		if n := place(places, m[1]); n != 0 && n != p.Choice.Number(chosen) && slices.ContainsFunc(p.Open, func(o *flow.Option) bool { return p.Choice.Number(o) == n }) {
			return true
		}
	}
	return otherOne().MatchString(remark) || slices.ContainsFunc(p.Open, func(o *flow.Option) bool { return o != chosen && strings.Contains(remark, lower(o.Title)) })
}

// rest is what stands behind an answer.
func rest(text string) string {
	return unsigned(strings.TrimSpace(strings.TrimLeft(text, around+".,;!")))
}
