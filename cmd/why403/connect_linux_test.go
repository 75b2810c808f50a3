package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"why403/flow/must"
)

// lines is bounded for the checks; with -args -lines 100000 it is what a day's log has.
var lines = flag.Int("lines", 5000, "`how many` lines TestConnect sends through the engine")

// TestConnect runs the config of connect/ under Redpanda Connect's engine: each line comes out once, in order, with its own diagnosis, in the
// file that this leads to, also when the program is killed in between. It logs how the engine compares to the bare pipe.
func TestConnect(t *testing.T) {
	bin, dir := builtForTest(t), t.TempDir()
	engine := filepath.Join(dir, "engine")
	build := exec.Command("go", "build", "-o", engine, ".")
	build.Dir = "testdata/connect"
	build.Env = append(os.Environ(), "GOPROXY=off", "GOFLAGS=-mod=readonly", "GOWORK=off")
	if out, err := build.CombinedOutput(); err != nil {
		if bytes.Contains(out, []byte("GOPROXY=off")) {
			t.Skip("the engine is not there: go -C cmd/why403/testdata/connect list -deps .")
		}
		t.Fatalf("build the engine: %v\n%s", err, out)
	}
	kinds := []struct{ text, file, verdict, party, quote string }{
		{`403 {"type":"error","error":{"type":"permission_error","message":"Your IP address isn't in this organization's allowed range."},"request_id":"req_011CFAKE%016d"}`, "service", "org-policy", "", "Your IP address isn't in this organization's allowed range."},
		{"HTTP/1.1 403 Forbidden\nServer: squid/6.6\nX-Squid-Error: ERR_ACCESS_DENIED 0\n\n<title>ERROR: The requested URL could not be retrieved</title> %d", "others", "corporate-proxy", "Squid", "<title>ERROR: The requested URL could not be retrieved"},
		{`403 {"type":"error","error":{"type":"permission_error","message":"Permission denied"},"request_id":"req_011CFAKE%016d"}`, "open", "", "", "req_011CFAKE%016d"},
	}
	var stream, batch bytes.Buffer
	toStream, toBatch := json.NewEncoder(&stream), json.NewEncoder(&batch)
	for i := range *lines {
		text := fmt.Sprintf(kinds[i%len(kinds)].text, i)
		must.NoError(t, toStream.Encode(map[string]any{"id": i, "host": "a.example", "message": text}))
		must.NoError(t, toBatch.Encode(map[string]any{"id": i, "text": text}))
	}
	stream.WriteString("\nnothing to diagnose\n") // The engine waits for an answer to an empty line, too.
	began := time.Now()
	bare := inFolder(exec.Command(bin, "diagnose", "--batch"), dir)
	bare.Stdin = &batch
	if out, err := bare.Output(); err != nil || bytes.Count(out, []byte("\n")) != *lines {
		t.Fatalf("%d lines of the bare pipe: %v", bytes.Count(out, []byte("\n")), err)
	}
	alone := time.Since(began)

	began = time.Now()
	config, err := filepath.Abs("connect/why403.yaml")
	must.NoError(t, err)
	cmd := inFolder(exec.Command(engine, "run", config), dir)
	cmd.Env = append(cmd.Env, "PATH="+filepath.Dir(bin)+":"+os.Getenv("PATH"), "WHY403_OUT="+dir)
	cmd.Stdin = &stream
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	must.NoError(t, cmd.Start())
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	kills := 0
	const most = 3
	for running := true; running; {
		select {
		case err := <-ended:
			if err != nil {
				t.Fatalf("%v\n%s", err, &said)
			}
			running = false
		case <-time.After(10 * time.Millisecond): // Between two looks at how far it is.
			done, err := os.ReadFile(filepath.Join(dir, "service.jsonl"))
			if err == nil && kills < most && bytes.Count(done, []byte("\n")) > (kills+1)**lines/len(kinds)/(most+2) {
				if child := childOf(cmd.Process.Pid); child > 0 && syscall.Kill(child, syscall.SIGKILL) == nil {
					kills++
				}
			}
		}
	}
	t.Logf("%d lines: %.1f s by the bare pipe, %.1f s under the engine, with %d kills: %.2f times as long", *lines, alone.Seconds(), time.Since(began).Seconds(), kills, time.Since(began).Seconds()/alone.Seconds())
	if kills == 0 {
		t.Error("nothing was killed")
	}
	total := 0
	var plain []string // Of lines that are no objects.
	for k, kind := range kinds {
		f, err := os.Open(filepath.Join(dir, kind.file+".jsonl"))
		must.NoError(t, err)
		next := k
		for in := bufio.NewScanner(f); in.Scan(); total++ {
			if !strings.Contains(in.Text(), `"id"`) {
				plain = append(plain, in.Text())
				continue
			}
			var got struct {
				ID     int
				Host   string
				Why403 struct{ Outcome, Verdict, Party, Quote string }
			}
			must.NoError(t, json.Unmarshal(in.Bytes(), &got))
			quote := kind.quote
			if strings.Contains(quote, "%") {
				quote = fmt.Sprintf(quote, got.ID)
			}
			if w := got.Why403; got.ID != next || got.Host != "a.example" || w.Verdict != kind.verdict || w.Party != kind.party || w.Quote != quote {
				t.Fatalf("%s.jsonl has %s; want line %d with %s, %s, %s", kind.file, in.Text(), next, kind.verdict, kind.party, quote)
			}
			next += len(kinds)
		}
		f.Close()
	}
	if total != *lines+2 || len(plain) != 2 || !strings.HasPrefix(plain[1], `{"message":"nothing to diagnose","why403":{"outcome":"question"`) {
		t.Errorf("%d lines came out, of %d; the last are %q", total, *lines+2, plain)
	}
}

// childOf returns the process that the one has started, 0 if there is none.
func childOf(pid int) int {
	all, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	for _, name := range all {
		if data, err := os.ReadFile(name); err == nil && len(bytes.Fields(data)) > 0 {
			child, _ := strconv.Atoi(string(bytes.Fields(data)[0]))
			return child
		}
	}
	return 0
}
