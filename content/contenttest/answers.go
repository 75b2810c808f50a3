package contenttest

import (
	"slices"

	"why403/flow"
)

// GuidesError is the answer that the guide prints, without a request id.
const GuidesError = `{"type":"error","error":{"type":"permission_error","message":"Your API key does not have permission to use the specified resource."}}`

// Option returns what of a choice is so, nil where no option says only what is.
func Option(options []*flow.Option, truth map[string]flow.Value) *flow.Option {
	for _, o := range options {
		if !slices.ContainsFunc(o.Facts, func(f flow.Said) bool { return truth[f.Fact] != f.Value }) {
			return o
		}
	}
	return nil
}

// Answer is what the person says to the question, unsure where nothing is known.
func Answer(question string, truth map[string]flow.Value) flow.Value {
	if v := truth[question]; v != flow.Unknown {
		return v
	}
	return flow.Unsure
}
