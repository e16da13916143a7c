package scheduler

import (
	"encoding/json"
	"net/http"
	"strconv"
)

// Status is the answer to a request for a job.
type Status struct {
	ID       int    `json:"id"`
	State    string `json:"state"`
	Attempts int    `json:"attempts"`
}

// Handler is the scheduler's interface to the world:
//
//	POST /jobs?name=N  takes a job: 202 and its Status, or 503 while shutting down
//	GET /jobs/{id}     its Status, or 404
func (s *Scheduler) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /jobs", func(w http.ResponseWriter, r *http.Request) {
		name := r.FormValue("name")
		if name == "" {
			http.Error(w, "a job needs a name", http.StatusBadRequest)
			return
		}
		id, err := s.Submit(name)
		if err != nil {
			w.Header().Set("Retry-After", "1")
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
			return
		}
		answer(w, http.StatusAccepted, Status{ID: id, State: Queued})
	})
	mux.HandleFunc("GET /jobs/{id}", func(w http.ResponseWriter, r *http.Request) {
		id, err := strconv.Atoi(r.PathValue("id"))
		if err != nil {
			http.NotFound(w, r)
			return
		}
		state, attempts, ok := s.State(id)
		if !ok {
			http.NotFound(w, r)
			return
		}
		answer(w, http.StatusOK, Status{id, state, attempts})
	})
	return mux
}

func answer(w http.ResponseWriter, code int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	_ = json.NewEncoder(w).Encode(v) // the client has gone: nobody to tell
}
