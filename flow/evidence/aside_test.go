package evidence

import (
	"strings"
	"testing"
)

func TestWithoutAsides(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, text, want string }{
		{"nothing said", "Error: 403 widget policy", "Error: 403 widget policy"},
		{"a comparison", "The same key works in the gadget.\nError: 403", "\nError: 403"},
		{"a comparison before the error", "It works with the gadget, but I get: Error: 403 no", "Error: 403 no"},
		{"before an object", `It works in the gadget, here: 403 {"a": "worked"}`, `403 {"a": "worked"}`},
		{"a question", "Is it the gadget? 403 no", "\n403 no"},
		{"ruled out", "Not the gadget, we checked. 403 no", "\n403 no"},
		{"a tool's own sentence", "Not logged in, please run the gadget", "Not logged in, please run the gadget"},
		{"another one", "Not authorized. We tried it.", "Not authorized. \n"},
		{"a report is kept", "I tried the gadget, but widgets are not allowed", "I tried the gadget, but widgets are not allowed"},
		{"a quotation is kept", "We had \"no widgets\" last week", "We had \"no widgets\" last week"},
		{"an object is kept", `{"message": "it worked last week"}`, `{"message": "it worked last week"}`},
		{"a page is kept", "<p>it works on my machine</p>", "<p>it works on my machine</p>"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := withoutAsides(c.text); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
	long := strings.Repeat("The same key works in the gadget.\n", maxPersonal/16)
	if got := withoutAsides(long); got != long {
		t.Error("a text too long to be a person's was changed")
	}
}

func TestWithoutDenied(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ text, want string }{
		{"We call it directly, no gateway, no GDG.", "We call it directly, …."},
		{"(pip widget 0.72, no WidgetGadget). Error: 403", "(pip widget 0.72, …). Error: 403"},
		{"We have Gadgets, but this is NOT Gadgets.", "We have Gadgets, but this is …."},
		{"I'm not using Gadgets or Widgets. No luck.", "I'm …. No luck."},
		{"without a gateway in between\nError", "…\nError"},
		{"ohne Gadgets, direkt", "…, direkt"},
		{"sans proxy.", "…."},
		{"no Gadgets, no Widgets, no corporate proxy.", "…, …."},

		{"no GDG.", "…."},
		{`{"message": "There is no Gadgets."}`, `{"message": "There is no Gadgets."}`},
		{`It says "no proxy."`, `It says "no proxy."`},
		{"{\"message\": \"no\"}\nThis is not Gadgets.", "{\"message\": \"no\"}\nThis is …."},
		{"404 Not Found.", "404 Not Found."},
		{"Error: Not Authorized.", "Error: Not Authorized."},
		{"no Gadgets credentials found", "no Gadgets credentials found"},
		{"no API key was sent.", "no API key was sent."},
		{"you have no access.", "you have no access."},
		{"No Such Bucket.", "No Such Bucket."},
		{"NOT FOUND.", "NOT FOUND."},
		{"is not allowed to call Gadgets.", "is not allowed to call Gadgets."},
		{"does not have access to Gadgets.", "does not have access to Gadgets."},
		{"no GADGET_TOKEN.", "no GADGET_TOKEN."},
	} {
		if got := withoutDenied(c.text); got != c.want {
			t.Errorf("%q: got %q, want %q", c.text, got, c.want)
		}
	}
}

func TestWithoutUnchecked(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, text, want string }{
		{"a form", "- Platform:\n  - [x] Widgets\n  - [ ] Gadgets\n  - [ ] Other:\n- Error: 403", "- Platform:\n  - [x] Widgets\n\n\n- Error: 403"},
		{"another mark", "* [ ] Gadgets\n1. [ ] Gizmos\n☐ Doodads\n[] Others\n☑ Widgets", "\n\n\n\n☑ Widgets"},
		{"a list of values", "at [ ] 403\n[]\nx = [ ]", "at [ ] 403\n[]\nx = [ ]"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := withoutUnchecked(c.text); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
