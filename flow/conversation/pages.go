package conversation

// What choosing a line of a page leads to.
type (
	// AtFact is a fact, to be changed.
	AtFact string
	// AtCause is a cause, by the id of its verdict.
	AtCause string
	// AtQuestion is a question, to be answered again.
	AtQuestion string
	// AtReference is a page of the reference, by its place in the list.
	AtReference int
	// AtSection is a section of the verdict's screen, by its place.
	AtSection int
)
