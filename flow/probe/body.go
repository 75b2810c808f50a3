package probe

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"why403/flow"
)

// member is one member of a JSON object, or one element of an array, as it is written.
type member struct {
	name  string
	raw   []byte // The name with its colon and the value.
	value json.RawMessage
}

// members splits a JSON object without changing a byte of what stands in it.
func members(object []byte) ([]member, bool) {
	object = bytes.TrimSpace(object)
	if len(object) == 0 || object[0] != '{' || !json.Valid(object) {
		return nil, false
	}
	d := json.NewDecoder(bytes.NewReader(object))
	if _, err := d.Token(); err != nil {
		return nil, false
	}
	var out []member
	for d.More() {
		start := d.InputOffset()
		name, err := d.Token()
		if err != nil {
			return nil, false
		}
		var m member
		m.name, _ = name.(string)
		if d.Decode(&m.value) != nil {
			return nil, false
		}
		m.raw = bytes.TrimLeft(object[start:d.InputOffset()], ", \t\r\n")
		out = append(out, m)
	}
	return out, true
}

func elements(array []byte) ([]json.RawMessage, bool) {
	var out []json.RawMessage
	err := json.Unmarshal(array, &out)
	return out, err == nil
}

// joined writes raw parts between brackets.
func joined(open, end byte, parts [][]byte) []byte {
	out := append([]byte{open}, bytes.Join(parts, []byte(","))...)
	return append(out, end)
}

// plain returns the failing call's body without the fields and tools that only a beta header opens, and the values of the
// headers that those need; ok is false when there are none, or no body. What stays is as it was written.
func (s *Setup) plain(shape flow.CallShape) (body []byte, betas []string, ok bool) {
	all, ok := members(s.Body)
	if !ok {
		return nil, nil, false
	}
	opens := opener{shape: shape, sent: s.Betas, values: make(map[string]bool)}
	var gone []string // Names of tools that were left out.
	var kept []member
	for _, m := range all {
		if opens.field(m.name) {
			continue
		}
		if m.name == "tools" {
			list, isList := elements(m.value)
			var tools [][]byte
			for _, t := range list {
				var tool struct{ Type, Name string }
				_ = json.Unmarshal(t, &tool)
				if opens.tool(tool.Type) {
					gone = append(gone, tool.Name)
					continue
				}
				tools = append(tools, t)
			}
			if isList && len(tools) < len(list) {
				if len(tools) == 0 {
					continue
				}
				m.raw = append([]byte(`"tools":`), joined('[', ']', tools)...)
			}
		}
		kept = append(kept, m)
	}
	if len(opens.values) == 0 {
		return nil, nil, false
	}
	hasTools := slices.ContainsFunc(kept, func(m member) bool { return m.name == "tools" })
	var parts [][]byte
	for _, m := range kept {
		if m.name == "tool_choice" && len(gone) > 0 {
			var choice struct{ Name string }
			// A choice of a tool that is not there any more would be an error of its own.
			if _ = json.Unmarshal(m.value, &choice); !hasTools || slices.Contains(gone, choice.Name) {
				continue
			}
		}
		parts = append(parts, m.raw)
	}
	for _, b := range shape.Betas {
		if opens.values[b.Value] && !slices.Contains(betas, b.Value) {
			betas = append(betas, b.Value)
		}
	}
	return joined('{', '}', parts), betas, true
}

// usesBeta reports whether the failing request sends a beta value or uses a part that only one opens; Unknown without a body.
func (s *Setup) usesBeta(shape flow.CallShape) flow.Value {
	if _, ok := members(s.Body); !ok {
		return flow.Unknown
	}
	if _, _, parts := s.plain(shape); parts || len(split(s.Betas)) > 0 {
		return flow.Yes
	}
	return flow.No
}

// namesObject reports whether the failing request names a stored object; Unknown without a body.
func (s *Setup) namesObject(shape flow.CallShape) flow.Value {
	if s.object(shape) != "" {
		return flow.Yes
	}
	var body any
	if json.Unmarshal(s.Body, &body) != nil {
		return flow.Unknown
	}
	for _, o := range shape.Objects {
		if o.Prefix != "" && begins(body, o.Prefix) {
			return flow.Yes
		}
	}
	return flow.No
}

// begins reports whether a string of the JSON begins with the text.
func begins(v any, text string) bool {
	switch v := v.(type) {
	case string:
		return strings.HasPrefix(v, text)
	case []any:
		return slices.ContainsFunc(v, func(e any) bool { return begins(e, text) })
	case map[string]any:
		for _, e := range v {
			if begins(e, text) {
				return true
			}
		}
	}
	return false
}

// opener finds the beta values that open the parts of a body, and keeps those it found.
type opener struct {
	shape  flow.CallShape
	sent   string
	values map[string]bool
}

func (o *opener) field(name string) bool {
	return o.part(func(b flow.Beta) bool { return slices.Contains(b.Fields, name) })
}

func (o *opener) tool(kind string) bool {
	return o.part(func(b flow.Beta) bool {
		return slices.ContainsFunc(b.Tools, func(start string) bool { return start != "" && strings.HasPrefix(kind, start) })
	})
}

// part reports whether a beta header opens the part. Of several values that do, the one that is sent already counts, else
// the first.
func (o *opener) part(opens func(flow.Beta) bool) bool {
	value := ""
	for _, b := range o.shape.Betas {
		if !b.Needed || !opens(b) {
			continue
		}
		if value == "" || slices.Contains(split(o.sent), b.Value) {
			value = b.Value
		}
	}
	if value != "" {
		o.values[value] = true
	}
	return value != ""
}

func split(list string) []string {
	var out []string
	for _, v := range strings.Split(list, ",") {
		if v = strings.TrimSpace(v); v != "" {
			out = append(out, v)
		}
	}
	return out
}
