package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"
	"strconv"

	"why403/content"
	"why403/content/headless"
	"why403/flow/conversation"
	"why403/flow/files"
	"why403/flow/redact"
	"why403/flow/report"
)

const (
	maxBatchLine = 64 << 20 // Bytes of one line of --batch: a text of 16 MiB with every byte escaped.
	batchAhead   = 64       // Lines read ahead of the one being printed.
)

// batchLine is one line of --batch.
type batchLine struct {
	ID    json.RawMessage `json:"id"`
	Text  *string         `json:"text"`
	Error int             `json:"error"` // As in --error.
}

// batchResult is what is printed for one line: the line's id and its diagnosis, or what was wrong with the line.
type batchResult struct {
	ID json.RawMessage `json:"id"`
	*report.Diagnosis
	Error string `json:"error,omitempty"`
}

// batchJob is one line on its way: a worker fills out and closes done.
type batchJob struct {
	number int
	line   []byte
	out    []byte
	bad    bool
	done   chan struct{}
}

// readBatch diagnoses the lines of the file named, or of standard input, until it is interrupted.
func (c *console) readBatch(ctx context.Context, args []string, given given) error {
	in, s := c.in, files.Input{Hint: "name a file of JSON lines, or - for standard input"}
	switch {
	case len(args) == 0 && c.inTerminal:
		return usagef("name a file, or pipe JSON lines into it", "there is nothing to read")
	case len(args) > 0 && args[0] != "-":
		s.Path = args[0]
		f, err := s.Open(ctx)
		if err != nil {
			return err
		}
		defer f.Close()
		in = f
	}
	err := c.batch(files.Interruptible(ctx, in), given)
	switch {
	case ctx.Err() != nil:
		return &exitError{code: exitInterrupted}
	case err != nil:
		return fmt.Errorf("%s: %w", s.Name(), err)
	default:
		return nil
	}
}

// batch diagnoses JSON lines and prints one object a line, in the order of the input. It holds a bounded number of lines
// in memory. A line that cannot be read is answered by an object with an error, and makes the exit status 2.
func (c *console) batch(in io.Reader, given given) error {
	usual, err := c.playbooks().Usual()
	if err != nil {
		return err
	}
	choose, err := c.playbooks().Chooser()
	if err != nil {
		return err
	}
	jobs := make(chan *batchJob)
	inOrder := make(chan *batchJob, batchAhead)
	stop := make(chan struct{})
	var readErr error

	go func() {
		defer close(inOrder)
		defer close(jobs)
		readErr = eachLine(in, func(number int, line []byte) bool {
			j := &batchJob{number: number, line: line, done: make(chan struct{})}
			select {
			case inOrder <- j:
			case <-stop:
				return false
			}
			jobs <- j
			return true
		})
	}()
	for range runtime.GOMAXPROCS(0) {
		go func() {
			for j := range jobs {
				c.diagnoseLine(usual, choose, given, j)
				close(j.done)
			}
		}()
	}

	w := bufio.NewWriter(c.out)
	bad := 0
	var writeErr error
	for j := range inOrder {
		<-j.done
		if writeErr != nil {
			continue // Drain, so that the reader can end.
		}
		if j.bad {
			bad++
		}
		_, writeErr = w.Write(j.out)
		if writeErr == nil && len(inOrder) == 0 {
			writeErr = w.Flush() // Whoever waits for this line gets it.
		}
		if writeErr != nil {
			close(stop)
		}
	}
	if writeErr == nil {
		writeErr = w.Flush()
	}
	switch {
	case writeErr != nil:
		return fmt.Errorf("write diagnoses: %w", writeErr)
	case readErr != nil:
		return &exitError{code: exitUsage, err: readErr}
	case bad > 0:
		return usagef(`every line is an object {"id":…,"text":"…"}`, "%d of the lines could not be read", bad)
	default:
		return nil
	}
}

// eachLine calls do with every line, counted from 1, until it returns false. An empty line is one, too: whoever sends it line by line
// waits for its answer.
func eachLine(in io.Reader, do func(number int, line []byte) bool) error {
	r := bufio.NewReaderSize(in, 64<<10)
	var long []byte
	for number := 1; ; {
		part, err := r.ReadSlice('\n')
		long = append(long, part...)
		if errors.Is(err, bufio.ErrBufferFull) {
			if len(long) > maxBatchLine {
				return fmt.Errorf("line %d is longer than %d MiB", number, maxBatchLine>>20)
			}
			continue
		}
		if len(long) > 0 && !do(number, long) {
			return nil
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read line %d: %w", number, err)
		}
		long, number = nil, number+1
	}
}

func (c *console) diagnoseLine(usual *content.Book, choose content.Choosing, given given, j *batchJob) {
	var line batchLine
	err := json.Unmarshal(j.line, &line)
	wrong := new(json.UnmarshalTypeError)
	switch {
	case len(bytes.TrimSpace(j.line)) == 0:
		err = errors.New("the line is empty")
	case errors.As(err, &wrong) && wrong.Field == "":
		err = fmt.Errorf("the line is of the kind %s; want an object", wrong.Value)
	case errors.As(err, &wrong):
		err = fmt.Errorf("%q is a %s; want a %s", wrong.Field, wrong.Value, wrong.Type)
	case err == nil && line.Text == nil:
		err = errors.New(`there is no "text"`)
	}
	out := batchResult{ID: maskedID(line.ID)}
	if err == nil {
		out.Diagnosis, err = c.diagnoseText(usual, choose, given, []byte(*line.Text), line.Error)
	}
	if err != nil {
		j.bad = true
		out.Error = fmt.Sprintf("line %d: %v", j.number, err)
	}
	j.out, err = json.Marshal(out)
	if err != nil {
		j.bad = true
		j.out = fmt.Appendf(nil, `{"id":null,"error":"line %d could not be written"}`, j.number)
	}
	j.out = append(j.out, '\n')
}

// maskedID returns the id of a line as it came, or without the secret in it: reports may be sorted by key.
func maskedID(id json.RawMessage) json.RawMessage {
	masked, n := redact.Secrets(string(id))
	switch {
	case n == 0:
		return id
	case !json.Valid([]byte(masked)):
		return json.RawMessage(strconv.Quote(redact.Mark))
	}
	return json.RawMessage(masked)
}

// diagnoseText diagnoses one text with the playbook it belongs to, and goes where that one hands it over to. Answers to
// questions that the playbook does not have are left out: they are given for all lines.
func (c *console) diagnoseText(usual *content.Book, choose content.Choosing, given given, text []byte, which int) (*report.Diagnosis, error) {
	talk := headless.Beginning{Library: c.playbooks(), Book: usual, Choose: choose, Now: c.now}.Open()
	read, _, err := talk.Read(context.Background(), conversation.Give{Text: text}, which)
	if err != nil {
		return nil, err
	}
	for more := !read.Unasked; more; more = talk.Next() {
		talk.Do(conversation.Given{Facts: given.of(talk)})
	}
	d := report.Diagnose(talk.Book.Playbook, talk.State().Session, talk.Position()).Of(read.Reading)
	return &d, nil
}
