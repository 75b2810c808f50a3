package probe

import (
	"cmp"
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"

	"why403/flow"
)

// The inputs that a probe can need. Most are places too, which stand in braces in a path, a beta value or a body.
const (
	needModel        = flow.PlaceModel
	needProbeModel   = flow.PlaceProbeModel
	needWorkspace    = flow.PlaceWorkspace
	needOrganization = flow.PlaceOrganization
	needObject       = flow.PlaceObject
	needRequest      = flow.PlaceRequest
	needPlain        = flow.PlacePlain
	needBetas        = flow.PlaceBetas
	needSentBetas    = flow.PlaceSentBetas
	needPath         = flow.PlacePath
	needKey          = "key"
	needAdmin        = "admin"
	needOther        = "other"
	needRoute        = "route"
	needEndpoint     = "endpoint:" // Followed by a path.
)

var missingWords = map[string]string{
	needModel:        "the model that the failing call names",
	needWorkspace:    "the workspace of the key, which the answer to an earlier probe names",
	needOrganization: "the organization of the key, which the answer to an earlier probe names",
	needObject:       "the id of the stored object that the failing call names",
	needRequest:      "the failing call's body, from a file",
	needPlain:        "the failing call's body, from a file, with a part in it that a beta header opens",
	needBetas:        "the failing call's body, from a file, with a part in it that a beta header opens",
	needKey:          "the key of the failing call",
	needAdmin:        "an Admin key of the same organization",
	needOther:        "another key of the same organization",
	needRoute:        "another route to compare with: a proxy, or direct",
}

var place = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\{[a-z_-]+\}`) })

// fill puts what is known into the places of the text, each written by quote. Places that are not known stay. Only the text
// itself is looked through, never what was put in.
func (s *Setup) fill(pb *flow.Playbook, text string, quote func(name, value string) string) string {
	return place().ReplaceAllStringFunc(text, func(m string) string {
		name := m[1 : len(m)-1]
		if v, ok := s.place(pb, name); ok {
			return quote(name, v)
		}
		return m
	})
}

// place returns what stands in the place, and whether it is known.
func (s *Setup) place(pb *flow.Playbook, name string) (string, bool) {
	known := func(v string) (string, bool) { return v, v != "" }
	switch name {
	case needModel:
		return known(s.model())
	case needProbeModel:
		return known(pb.Request.ProbeModel)
	case needWorkspace:
		return known(s.Workspace)
	case needOrganization:
		return known(s.Organization)
	case needObject:
		return known(s.object(pb.Request))
	case needRequest:
		if _, ok := members(s.Body); !ok {
			return "", false
		}
		return known(string(s.Body))
	case needPlain:
		plain, _, ok := s.plain(pb.Request)
		return string(plain), ok
	case needBetas:
		_, betas, ok := s.plain(pb.Request)
		return strings.Join(betas, ","), ok
	case needPath:
		return cmp.Or(s.endpoint(pb.Request), usualPath(pb.Request)), true
	case needSentBetas:
		return headerValue(s.Betas), true
	default:
		return known(s.said[name])
	}
}

// usualPath is the endpoint that calls go to if nobody says which.
func usualPath(shape flow.CallShape) string {
	if len(shape.Messages) == 0 {
		return "/"
	}
	return shape.Messages[0]
}

// lacks returns what the probe needs and is not known, in the order of its needs. The credential it is sent with is one.
func (s *Setup) lacks(pb *flow.Playbook, p *flow.Probe) []string {
	needs := slices.Clone(p.Needs)
	for _, m := range place().FindAllString(p.Path+" "+p.Beta+" "+p.Body, -1) {
		if name := m[1 : len(m)-1]; missingWords[name] != "" || pb.Request.Place(name) != nil {
			needs = append(needs, name)
		}
	}
	switch p.Credential {
	case flow.AdminKey:
		needs = append(needs, needAdmin)
	case flow.OtherKey:
		needs = append(needs, needOther)
	case flow.NoKey:
	default:
		needs = append(needs, needKey)
	}
	if p.Route == flow.OtherRoute {
		needs = append(needs, needRoute)
	}
	var out []string
	for _, n := range needs {
		if !s.known(pb, n) && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

// unfilled returns the values that stand in the probe's request and are not known, in words.
func (s *Setup) unfilled(pb *flow.Playbook, p *flow.Probe) []string {
	var out []string
	for _, m := range place().FindAllString(p.Path+" "+p.Beta+" "+p.Body, -1) {
		name := m[1 : len(m)-1]
		if _, ok := s.place(pb, name); !ok && !slices.Contains(out, words(pb, name)) {
			out = append(out, words(pb, name))
		}
	}
	return out
}

func (s *Setup) known(pb *flow.Playbook, need string) bool {
	if path, ok := strings.CutPrefix(need, needEndpoint); ok {
		e := s.endpoint(pb.Request)
		return e == path || strings.HasPrefix(e, path+"/")
	}
	switch need {
	case needKey:
		return !s.Key.Secret.Empty()
	case needAdmin:
		return !s.Admin.Secret.Empty()
	case needOther:
		return !s.Other.Secret.Empty()
	case needRoute:
		return s.Via != ""
	default:
		_, ok := s.place(pb, need)
		return ok
	}
}

func words(pb *flow.Playbook, need string) string {
	if path, ok := strings.CutPrefix(need, needEndpoint); ok {
		return "whether the failing call goes to " + path
	}
	if w := missingWords[need]; w != "" {
		return w
	}
	if p := pb.Request.Place(need); p != nil {
		return p.About
	}
	return need
}

// named reports whether the text can be a model's name or an id: visible ASCII, and no step in a path.
func named(text string) bool {
	return text != "" && len(text) <= 256 && text != "." && text != ".." &&
		!strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r > '~' || r == '"' || r == '\\' })
}

// model returns the failing call's model, from its body when nobody named one.
func (s *Setup) model() string {
	name := s.Model
	if name == "" && len(s.Body) > 0 {
		var body struct {
			Model string `json:"model"`
		}
		if json.Unmarshal(s.Body, &body) == nil {
			name = body.Model
		}
	}
	if !named(name) {
		return ""
	}
	return name
}

// object returns the path by which the stored object is asked for, or "".
func (s *Setup) object(shape flow.CallShape) string {
	text := cmp.Or(s.Object, s.inBody, s.Named)
	if path, ok := s.path(); ok {
		for _, o := range shape.Objects {
			before, _, _ := strings.Cut(o.Path, "{id}")
			rest, found := strings.CutPrefix(path, before)
			id, _, _ := strings.Cut(rest, "/")
			if found && strings.HasPrefix(id, o.Prefix) && named(id) {
				return strings.ReplaceAll(o.Path, "{id}", url.PathEscape(id))
			}
		}
		text = cmp.Or(s.inBody, s.Named) // A path without an id.
	}
	best := -1
	for i, o := range shape.Objects {
		if o.Prefix != "" && strings.HasPrefix(text, o.Prefix) && (best < 0 || len(o.Prefix) > len(shape.Objects[best].Prefix)) {
			best = i
		}
	}
	if best < 0 || !named(text) {
		return ""
	}
	return strings.ReplaceAll(shape.Objects[best].Path, "{id}", url.PathEscape(text))
}

// ObjectIn returns the last id of a stored object in the text, or "".
func ObjectIn(shape flow.CallShape, text []byte) string {
	ids := objectIDs(shape, `\b`, `\b`, text)
	if len(ids) == 0 {
		return ""
	}
	return ids[len(ids)-1]
}

// objectOf returns the first string of the JSON that is the id of a stored object as a whole, or "".
func objectOf(shape flow.CallShape, body []byte) string {
	for _, id := range objectIDs(shape, `"`, `"`, body) {
		return strings.Trim(id, `"`)
	}
	return ""
}

// objectIDs returns the ids of stored objects in the text that stand between the patterns.
func objectIDs(shape flow.CallShape, before, after string, text []byte) []string {
	var prefixes []string
	for _, o := range shape.Objects {
		if o.Prefix != "" {
			prefixes = append(prefixes, regexp.QuoteMeta(o.Prefix))
		}
	}
	if len(prefixes) == 0 || len(text) == 0 {
		return nil
	}
	// Ids are longer than the words of fields such as file_name.
	pattern := regexp.MustCompile(before + `(?:` + strings.Join(prefixes, "|") + `)[A-Za-z0-9]{12,64}` + after)
	var ids []string
	for _, id := range pattern.FindAll(text, -1) {
		ids = append(ids, string(id))
	}
	return ids
}

// BodyObject returns the id of the stored object that is taken from the failing call's body, because none was given; "" if
// there is none.
func (p *Prober) BodyObject() string {
	s := p.snapshot()
	if s.Object != "" {
		return ""
	}
	return s.inBody
}

// path returns the path of the failing call, when it was given as a path or as a whole URL.
func (s *Setup) path() (string, bool) {
	if !strings.HasPrefix(s.Object, "/") && !strings.Contains(s.Object, "://") {
		return "", false
	}
	u, err := url.Parse(s.Object)
	if err != nil {
		return "", false
	}
	return u.EscapedPath(), true
}

// endpoint returns the path of the endpoint that the failing call uses, or "".
func (s *Setup) endpoint(shape flow.CallShape) string {
	if path, ok := s.path(); ok {
		return path
	}
	if o := s.object(shape); o != "" && s.Object != "" { // Messages name objects, too.
		return o
	}
	if len(s.Body) > 0 {
		return usualPath(shape)
	}
	return ""
}

// headerValue leaves of the text what can stand in a header's line.
func headerValue(text string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return -1
		}
		return r
	}, text))
}
