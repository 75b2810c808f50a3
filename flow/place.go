package flow

import (
	"regexp"
	"slices"
	"strings"
)

// What stands in braces in a playbook's text, such as {model}, is filled in from what is known about the failing call. These
// are all the names that there are: what fills them in and what checks a playbook both look here.
const (
	PlaceModel        = "model"         // The model that the failing call names.
	PlaceProbeModel   = "probe-model"   // The cheapest current one.
	PlaceWorkspace    = "workspace"     // The failing key's workspace.
	PlaceOrganization = "organization"  // The failing key's organization.
	PlaceObject       = "object"        // The path of the stored object that the call names.
	PlaceRequest      = "request"       // The failing call's whole body.
	PlacePlain        = "request-plain" // The same without the parts that a beta header opens.
	PlaceBetas        = "betas"         // The beta values that those parts need.
	PlaceSentBetas    = "sent-betas"    // The beta values that the failing call sends.
	PlacePath         = "path"          // The path that the failing call asks, or the usual one.
	PlaceID           = "id"            // In an ObjectKind's path: the object's id.
)

// RequestPlaces returns the names that are filled in in a probe's path, beta value and body, and in what a reply lists.
func RequestPlaces() []string {
	return []string{
		PlaceModel, PlaceProbeModel, PlaceWorkspace, PlaceOrganization, PlaceObject, PlaceRequest, PlacePlain, PlaceBetas, PlaceSentBetas, PlacePath,
	}
}

// placeLike is a name in braces with what stands before and behind it.
var placeLike = regexp.MustCompile(`(?s)(^|.)\{([a-z][a-z0-9_-]*)\}`)

// PlacesIn returns the names in braces in the text, each once, in their order. Shells' ${name}, formats' %{name}, templates'
// {{name}} and a name in braces right behind a word, as in code, are none.
func PlacesIn(text string) []string {
	var names []string
	for _, m := range placeLike.FindAllStringSubmatchIndex(text, -1) {
		before, name := text[m[2]:m[3]], text[m[4]:m[5]]
		if strings.ContainsAny(before, "$%{)]_") || wordEnd(before) || strings.HasPrefix(text[m[1]:], "}") || slices.Contains(names, name) {
			continue
		}
		names = append(names, name)
	}
	return names
}

func wordEnd(s string) bool {
	return s != "" && ('a' <= s[0]|0x20 && s[0]|0x20 <= 'z' || '0' <= s[0] && s[0] <= '9')
}
