package content_test

import (
	"fmt"
	"time"

	"why403/content"
	"why403/flow"
	"why403/flow/report"
)

// A program of its own diagnoses a text: the text chooses the playbook, a session holds what was read and answered, the walk says
// where that leads, and the report puts it in words.
func Example() {
	text := []byte(`403 {"type":"error","error":{"type":"permission_error","message":"Your API key does not have permission to use the specified resource."}}`)
	choice, err := content.Choose(text)
	if err != nil {
		panic(err)
	}
	book, now := choice.Book.Playbook, time.Now()
	var session flow.Session
	session.Open(flow.About{Playbook: book.ID, Whose: flow.You}, now)
	session.Read(choice.Reading, flow.Pasted, now)
	for _, answer := range []string{"where=api", "plain-works=yes", "own-model-works=no", "own-model-404=no", "other-key-works=no", "org-lists-model=no"} {
		facts, err := book.ParseAnswer(answer, &session, flow.You)
		if err != nil {
			panic(err)
		}
		session.SayAll(book, facts, nil, now)
	}
	diagnosis := report.Diagnose(book, &session, flow.Walk(book, session.Facts()))
	fmt.Println(diagnosis.Verdict.ID, diagnosis.Verdict.Confidence)
	// Output: model-access strong
}
