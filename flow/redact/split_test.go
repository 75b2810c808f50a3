package redact

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestSplitKeys holds that no eight characters of a key survive where something stands between them that its reader does not take for
// a part of it: markup, colours that lost their escape, the prefix in a string of its own, one separator between all characters.
func TestSplitKeys(t *testing.T) {
	t.Parallel()
	secret := body(base62url, 48, 3)
	each := func(text, separator string) string { return strings.Join(strings.Split(text, ""), separator) }
	groups := func(text string, size int, separator string) string {
		var parts []string
		for g := range slices.Chunk([]byte(text), size) {
			parts = append(parts, string(g))
		}
		return strings.Join(parts, separator)
	}
	key := "sk-ant-api03-" + secret
	a, b := secret[:12], secret[12:]
	shapes := map[string]string{}
	for _, tag := range []string{"em", "mark", "b", "strong", "span class=\"hl\"", "i", "u", "code", "font color=red", "a href=\"#x\"", "hl"} {
		name, _, _ := strings.Cut(tag, " ")
		shapes["tag "+name] = fmt.Sprintf("sk-ant-api03-<%s>%s</%s>%s", tag, a, name, b)
		shapes["tag within "+name] = fmt.Sprintf("sk-ant-api03-%s<%s>%s</%s>%s", a[:6], tag, a[6:], name, b)
	}
	shapes["tag wbr"] = "sk-ant-api03-" + a + "<wbr>" + b
	shapes["tag br"] = "sk-ant-api03-" + a + "<br/>" + b
	for _, code := range []string{"[31m|[0m", "[01;31m|[m", "^[[31m|^[[0m", "[38;5;196m|[39;49m", "␛[31m|␛[0m", `\033[31m|\033[0m`, `\e[31m|\e[0m`, `\u001b[31m|\u001b[0m`, "[01;31m[K|[m[K"} {
		on, off, _ := strings.Cut(code, "|")
		shapes["colour "+on] = "sk-ant-api03-" + on + a + off + b
		shapes["colour before "+on] = on + "sk-ant-api03-" + off + secret
	}
	for _, between := range []string{`", "`, `"+"`, `" + "`, `', '`, "**", "`", `"`, "/", ";", ",", "…", "...", "|", "::", "=", ":", ">"} {
		shapes["prefix apart "+between] = "sk-ant-api03-" + between + secret
		shapes["prefix and piece apart "+between] = "sk-ant-api03-" + between + a + between + b
	}
	shapes["in a list"] = `["sk-ant-api03-", "` + secret + `"]`
	shapes["marked"] = "sk-ant-api03-**" + a + "**" + b
	for _, separator := range []string{",", ", ", "-", ".", "/", "', '", `", "`, "|", " | ", ";", "; ", ":", "_", " ", "\n", "  "} {
		shapes["characters by "+separator] = each(key, separator)
		shapes["characters by "+separator+" in a list"] = "[" + each(key, separator) + "]"
	}
	for _, size := range []int{2, 3, 4, 5, 8} {
		for _, separator := range []string{" ", "-", ", ", "\n", "  "} {
			if separator == "-" && size == 8 {
				continue // Its groups could be anything.
			}
			shapes[fmt.Sprint("groups of ", size, " by ", separator)] = groups(key, size, separator)
		}
	}
	failing := []string{}
	for name, shape := range shapes {
		for _, around := range []string{"%s", "x-api-key: %s", "Authorization: Bearer %s", "Error 403 permission_error: not allowed\n%s\n", "My key is %s and it fails", `{"key": %q}`} {
			in := fmt.Sprintf(around, shape)
			got, _ := Secrets(in)
			bare := strings.Map(func(r rune) rune {
				if strings.ContainsRune(base62url, r) {
					return r
				}
				return -1
			}, got)
			for i := 0; i+8 <= len(secret); i++ {
				if strings.Contains(bare, secret[i:i+8]) || strings.Contains(got, secret[i:i+8]) {
					failing = append(failing, fmt.Sprintf("%s: %q stays in %q", name, secret[i:i+8], got))
					break
				}
			}
		}
	}
	slices.Sort(failing)
	for _, f := range failing[:min(len(failing), 200)] {
		t.Error(f)
	}
}
