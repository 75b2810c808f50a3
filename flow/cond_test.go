package flow

import "testing"

// TestEval holds what a condition comes to with its exception, while some of its facts are open.
func TestEval(t *testing.T) {
	t.Parallel()
	type cond = [][]Truth
	yes, no, open := []Truth{Always}, []Truth{Never}, []Truth{Maybe}
	for name, tt := range map[string]struct {
		when, unless cond
		want         Truth
	}{
		"nothing asked":                  {nil, nil, Always},
		"one of several":                 {cond{no, yes}, nil, Always},
		"none of several":                {cond{no, no}, nil, Never},
		"one open":                       {cond{no, open}, nil, Maybe},
		"all terms of a clause":          {cond{{Always, Maybe}}, nil, Maybe},
		"one term of a clause is wrong":  {cond{{Maybe, Never}}, nil, Never},
		"the exception holds":            {cond{yes}, cond{yes}, Never},
		"the exception does not":         {cond{yes}, cond{no}, Always},
		"the exception is open":          {cond{yes}, cond{no, open}, Maybe},
		"both are open":                  {cond{open}, cond{open}, Maybe},
		"open, and the exception holds":  {cond{open}, cond{yes}, Never},
		"false, whatever the exception":  {cond{no}, cond{open}, Never},
		"no condition, and an exception": {nil, cond{yes}, Never},
	} {
		if got := Eval(tt.when, tt.unless, func(v Truth) Truth { return v }); got != tt.want {
			t.Errorf("%s: %v, want %v", name, got, tt.want)
		}
	}
}
