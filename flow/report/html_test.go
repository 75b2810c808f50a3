package report

import (
	"html/template"
	"reflect"
	"strings"
	"testing"

	"why403/flow/must"
)

// hostile is what no place of the page may take for its own.
const hostile = `</code></style><script>alert(1)</script>"' onload='x' & + javascript:alert(1) **a** *b* https://x.example/?a=1&b='"` + "\x00"

// fill puts the text everywhere into a value, and makes every list two long.
func fill(v reflect.Value, text string) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), text)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fill(v.Index(i), text)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fill(v.Field(i), text)
			}
		}
	}
}

// TestPageIsEscaped holds that the page is what html/template makes of it, which looks at where every value stands: nothing in a
// session gets out of its place.
func TestPageIsEscaped(t *testing.T) {
	t.Parallel()
	for _, text := range []string{hostile, "", "- one `code`\n- two\n\n1. three\n\n    pre <b>\n\nhttps://platform.claude.com/docs?a=b&c=d.", "yes"} {
		var d ShownSession
		fill(reflect.ValueOf(&d).Elem(), text)
		got, err := d.html()
		must.NoError(t, err)
		funcs := template.FuncMap(pageFuncs())
		funcs["css"] = func() template.CSS { return template.CSS(css) }
		page, err := template.New("report").Funcs(funcs).Parse(htmlText)
		must.NoError(t, err)
		var want strings.Builder
		must.NoError(t, page.Execute(&want, d.page()))
		if got != want.String() {
			a, b := strings.Split(got, "\n"), strings.Split(want.String(), "\n")
			for i := range min(len(a), len(b)) {
				if a[i] != b[i] {
					t.Errorf("of %q:\n%s\nwant\n%s", text, a[i], b[i])
				}
			}
		}
	}
}
