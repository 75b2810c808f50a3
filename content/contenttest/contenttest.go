// Package contenttest is for the tests of what uses playbooks: one that nobody should trust, and a person who answers truly. It is part of
// no program.
package contenttest

import (
	"strings"
	"testing/fstest"
	"unicode"
)

// Text acts on a terminal in every way that there is, with words between.
const Text = "\x1b]8;;https://evil.example\alink\x1b]8;;\x1b\\\x1b]52;c;ZXZpbA==\a\x1bP+q544e\x1b\\\x1b[2J\x1b[31m\u009b31m\u009d0;t\u009c\u0090q\u009c" +
	"\u202eabc\u2066d\u2069\u200b\u200e\u061c\u2028\ufeff\U000e0041\x00\x07\b\r\v\f\x7f\x1b"

// InYAML is the same in a YAML string.
var InYAML = func() string {
	var b strings.Builder
	for _, r := range Text {
		switch {
		case r < 0x20 || r >= 0x7f && r <= 0xffff:
			b.WriteString(`\u`)
			const hex = "0123456789abcdef"
			for shift := 12; shift >= 0; shift -= 4 {
				b.WriteByte(hex[r>>shift&15])
			}
		case r > 0xffff:
			b.WriteString(`\U000e0041`)
		case r == '"' || r == '\\':
			b.WriteString(`\` + string(r))
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}()

// Acting returns the first character of the text that acts on a terminal, but for line ends.
func Acting(s string) (rune, bool) {
	for _, r := range s {
		if r != '\n' && unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029' {
			return r, true
		}
	}
	return 0, false
}

// Hostile is a playbook whose every text is hostile.
func Hostile() fstest.MapFS {
	h := func(words string) string { return `"` + words + InYAML + `"` }
	files := map[string]string{
		"playbook.yaml": "id: " + h("bad") + "\ntitle: " + h("Title") + "\nabout: " + h("About") + "\nchecked: 2026-11-23\nunexplained: none\nroles: {op: " + h("Role") + "}\nfacts: {seen: " + h("Seen") + "}\nquestions:\n" +
			"  - {id: ok, about: " + h("It is") + ", ask: " + h("Is it?") + ", say: " + h("Say") + ", why: " + h("Why") + ", how: [" + h("How") + "], command: " + h("cmd") + ", yes: " + h("Y") + ", no: " + h("N") + ", unsure: " + h("U") + ", role: op}\n" +
			"verdicts:\n  - {id: none, title: " + h("None") + ", fix: " + h("Fix") + ", precedence: 9}\n  - {id: one, title: " + h("One") + ", fix: " + h("Fix") + ", precedence: 1, always: true}\n" +
			"rules:\n  - {when: {ok: yes}, proves: one, sure: strong, because: " + h("Because") + "}\n  - {when: {seen: yes}, proves: one, sure: certain, because: " + h("Because") + "}\n  - {when: {ok: no}, rules_out: one, sure: strong, because: b}\n",
		"signs.yaml":        "signs:\n  - {id: s, message: it was seen, names: seen, answered_by: " + h("By") + ", notes: {n: " + h("Note") + "}}\n",
		"screens/one.md":    "# One" + Text + "\n\n## The fix\n\nDo it." + Text + "\n\n```sh\nrun" + Text + "\n```\n\n&#27;]52;c;QQ==&#7; &#x202e; &rlm; &#155;31m [b](https://b.example/&#27;]52;c;QQ==&#7;&#x202e;x) <https://c.example/&#27;x> [a](https://a.example/" + Text + ")\n\n## How to verify\n\nLook again.\n",
		"reference/r.md":    "# R" + Text + "\n\n## S" + Text + "\n\n\tB" + Text + "\n",
		"examples/e.txt":    "# E" + Text + "\n\nit was seen" + Text + "\n",
		"escalation.tmpl":   "Hello" + Text + ` {{"\x1b]52;c;QQ==\a"}}{{printf "%c" 27}}` + "\n",
		"tables.yaml":       "tables:\n  - {id: t, title: " + h("T") + ", rows: [{item: " + h("I") + ", claim: " + h("C") + ", finding: " + h("F") + ", judged: new, source: \"https://a.example" + InYAML + "\", checked: 2026-11-23}]}\n",
		"request.yaml":      "base_url: https://a.example\nhosts: [a.example]\nname: " + h("A service") + "\nheaders: {api-version: " + h("1") + "}\nkeys: [{prefix: " + h("k") + ", title: " + h("K") + "}]\n",
		"probes.yaml":       "commands: [sh]\nprobes:\n  - {id: p, title: " + h("P") + ", why: " + h("W") + ", method: GET, path: " + h("/p") + ", body: " + h("B") + ", money: " + h("$1") + ", tokens: 1, deadline: 1s, replies: [{says: {ok: yes}, means: " + h("M") + "}]}\n",
		"commands/sh.tmpl":  "{{- /* Sh" + Text + "x */ -}}\necho {{sh .Target}}" + Text + `{{"\x1b]52;c;QQ==\a"}}{{define "all"}}{{range .}}{{.}}{{"\x1b[2J"}}{{end}}{{end}}` + "\n",
		"tests/cases.yaml":  "- {name: " + h("case") + ", text: " + h("it was seen") + ", want: one}\n",
		"screens/extra.txt": "not read\n",
	}
	all := fstest.MapFS{}
	for name, text := range files {
		all[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return all
}
