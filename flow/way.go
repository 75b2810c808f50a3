package flow

// WayKnowledge is what the way to a service is judged by. It is data.
type WayKnowledge struct {
	// Supported and Unsupported are countries as ISO 3166 writes them in two letters. What stands in neither is not known.
	Supported, Unsupported []string
	// Inspectors sign certificates in the place of others', Authorities are public ones. Each is a pattern over the names of who
	// signed, in any case.
	Inspectors, Authorities []Signer
}

// Signer is who signs certificates.
type Signer struct{ Name, Pattern string }
