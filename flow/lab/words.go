package lab

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"

	"why403/flow"
	"why403/flow/scenario"
)

func login(k *scenario.Key) bool { return strings.HasPrefix(k.Key, "sk-ant-oat") }

// bearer reports whether the key is sent as a bearer token.
func (l *Lab) bearer(k *scenario.Key) bool {
	kind := l.shape.KindOf(k.Key)
	return l.shape.KeyHeader == "" || kind != nil && kind.Bearer
}

func modelOf(body []byte) string {
	var b struct{ Model string }
	if json.Unmarshal(body, &b) != nil {
		return ""
	}
	return b.Model
}

// split takes apart the values of a header that separates by commas.
func split(values []string) []string {
	var out []string
	for _, v := range values {
		for p := range strings.SplitSeq(v, ",") {
			if p = strings.TrimSpace(p); p != "" {
				out = append(out, p)
			}
		}
	}
	return out
}

func under(path, folder string) bool { return path == folder || strings.HasPrefix(path, folder+"/") }

// opens returns the beta values that a field of the body goes with, and whether it needs one.
func (l *Lab) opens(field string) (values []string, needed bool) {
	for _, b := range l.shape.Betas {
		if slices.Contains(b.Fields, field) {
			values, needed = append(values, b.Value), needed || b.Needed
		}
	}
	return values, needed
}

func (l *Lab) knownBeta(value string) bool {
	return slices.ContainsFunc(l.scenario.World.Betas, func(b scenario.KnownBeta) bool { return b.Value == value }) ||
		slices.ContainsFunc(l.shape.Betas, func(b flow.Beta) bool { return b.Value == value })
}

// readBody reads the request's body, and one byte more than is allowed.
func readBody(r *http.Request) []byte {
	b, _ := io.ReadAll(io.LimitReader(r.Body, maxBody+1))
	return b
}
