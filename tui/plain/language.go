package plain

import (
	"slices"
	"strings"

	"why403/flow"
)

// languages returns the languages of the fenced code in a text of Markdown, in order, each once. Code without one is not
// counted.
func languages(md string) []string {
	var out []string
	eachFence(md, func(_ string, lang string) {
		if lang != "" && !slices.Contains(out, lang) {
			out = append(out, lang)
		}
	})
	return out
}

// inLanguage leaves out the code in other languages. Code without a language stays.
func inLanguage(md, lang string) string {
	var b strings.Builder
	eachFence(md, func(part, of string) {
		if of == "" || of == lang {
			b.WriteString(part)
		}
	})
	return b.String()
}

// eachFence takes a text apart into code with its fences, and what stands between, which has no language.
func eachFence(md string, do func(part, lang string)) {
	var part strings.Builder
	mark, lang := "", ""
	for l := range strings.Lines(md) {
		t := strings.TrimSpace(l)
		m := fence.FindStringSubmatch(l)
		switch {
		case mark == "" && m != nil:
			do(part.String(), "")
			part.Reset()
			mark, lang = m[1], strings.TrimSpace(strings.TrimPrefix(t, m[1]))
			part.WriteString(l)
		case mark != "" && strings.HasPrefix(t, mark) && strings.Trim(t, mark[:1]) == "":
			part.WriteString(l)
			do(part.String(), lang)
			part.Reset()
			mark, lang = "", ""
		default:
			part.WriteString(l)
		}
	}
	do(part.String(), lang)
}

// pageLanguages returns the languages to choose from in sections of the page that have more than one.
func pageLanguages(pg flow.Page) []string {
	var out []string
	for _, s := range pg.Sections {
		if langs := languages(s.Body); len(langs) > 1 {
			out = append(out, langs...)
		}
	}
	return out
}
