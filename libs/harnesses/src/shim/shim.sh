# Hookline's shim: one hook payload on stdin becomes one spool entry. What differs from harness to harness is in
# the lines that `render.ts` writes into the copy.
#
# It is sourced by the `sh -c` that the harness starts anyway, so a hook costs one shell and one `cat`.
# It always exits 0 (2 would block the agent), says nothing on stderr, and on stdout only the card, or the edge's
# answer, where the harness takes one. `:`, `set`, `trap`, `.` and `exec` never carry a redirection here: when
# one fails on such a special built-in, POSIX ends the shell with a status of its own choosing.
#
# Entry: one header line, then the payload byte for byte. The time of capture is the file's mtime.
#   hookline-spool/1 TAB harness TAB shim version TAB event TAB harness pid TAB entrypoint TAB project directory

trap 'exit 0' 0
trap '' 13 25
umask 077

hookline_version=4
hookline_harness=$HOOKLINE_HARNESS
hookline_home=$HOOKLINE_HOME
hookline_bytes_max_kb=1048576
hookline_entries_max=50000

hookline_event=${1-}
hookline_pid=
hookline_entrypoint=
hookline_project=
hookline_session=
hookline_record=
hookline_card_event=
hookline_card_file=
hookline_card_to=
hookline_printed=.hookline-card
hookline_prompts=
hookline_calls=
hookline_failures=
hookline_guarded=
hookline_denial=
# facts of the harness
hookline_lf='
'
hookline_tab='	'
case $hookline_event in *[!A-Za-z]*) hookline_event= ;; esac
case $hookline_pid in *[!0-9]*) hookline_pid= ;; esac
case $hookline_entrypoint in *[!A-Za-z0-9_-]*) hookline_entrypoint= ;; esac
case $hookline_record in *"$hookline_lf"* | *"$hookline_tab"*) hookline_record= ;; esac
[ -z "$hookline_record" ] || hookline_entrypoint=$hookline_record
case $hookline_project in *"$hookline_lf"*) hookline_project= ;; esac
case $hookline_session in
  '' | *[!A-Za-z0-9-]* | ?????????????????????????????????????????????????????????????????*) hookline_session=none ;;
esac

hookline_spool=$hookline_home/spool
hookline_entries=$hookline_spool/new
[ -z "${HOOKLINE_PROBE-}" ] || hookline_entries=$hookline_spool/probe
hookline_cat=/bin/cat
[ -x "$hookline_cat" ] || hookline_cat=cat

# Status 127: there is no cat. Reading by built-in is slow, but a slow event is not a lost one.
hookline_copy() {
  "$hookline_cat" && return 0
  [ $? -eq 127 ] || return 1
  while IFS= read -r hookline_line; do printf '%s\n' "$hookline_line"; done
  [ -z "$hookline_line" ] || printf '%s' "$hookline_line"
}

# noclobber makes creation exclusive: of two hooks that want one name, one moves on to the next.
hookline_store() {
  set -C
  hookline_try=0
  while [ "$hookline_try" -lt 16 ]; do
    hookline_entry=$hookline_entries/$hookline_session.$$.$hookline_try
    hookline_opened=
    {
      hookline_opened=1
      printf 'hookline-spool/1\t%s\t%s\t%s\t%s\t%s\t%s\n' "$hookline_harness" "$hookline_version" \
        "$hookline_event" "$hookline_pid" "$hookline_entrypoint" "$hookline_project" && hookline_copy
    } >"$hookline_entry" || [ -z "$hookline_opened" ] || "$hookline_cat" >/dev/null
    [ -z "$hookline_opened" ] || return 0
    hookline_try=$((hookline_try + 1))
  done
  return 1
}

# One byte per dropped event, so that the file's size is their number.
hookline_drop() {
  printf . >>"$hookline_spool/dropped"
  "$hookline_cat" >/dev/null
}

# With the edge down nobody else bounds the spool. About one hook in 256 looks; the product spreads process ids
# that come in even steps.
hookline_measure() {
  set -- "$hookline_entries"/*
  if [ $# -lt "$hookline_entries_max" ]; then
    hookline_kb=$(du -sk "$hookline_entries")
    [ "${hookline_kb%%[!0-9]*}" -ge "$hookline_bytes_max_kb" ] || return 0
  fi
  printf 'shim\n' >"$hookline_spool/full"
}

# Some harnesses show the agent a file instead of what a hook prints: then the text goes there.
hookline_say() {
  { IFS= read -r hookline_line && { IFS= read -r hookline_salt || :; }; } <"$hookline_folder/$hookline_printed" || return 0
  if hookline_held_out; then
    hookline_hush
  elif [ -z "$hookline_card_to" ]; then
    printf '%s\n' "$hookline_line"
  elif hookline_mine; then
    set +C
    "$hookline_cat" "$hookline_card" >"$hookline_card_to"
  fi
}

# Of some sessions the agent is told nothing, for comparison. Which, the end of the session's id says; `heldOut` of
# @hookline/memory is the same sum. The id stands in the payload of every harness.
hookline_held_out() {
  case $hookline_salt in '' | *[!0-9]* | ??????*) return 1 ;; esac
  { IFS= read -r hookline_payload && IFS= read -r hookline_payload; } <"$hookline_entry"
  case $hookline_payload in *'"session_id"'*) ;; *) return 1 ;; esac
  hookline_id=${hookline_payload#*'"session_id"'}
  hookline_id=${hookline_id#*'"'}
  hookline_id=${hookline_id%%'"'*}
  case $hookline_id in '' | *[!A-Za-z0-9_-]* | ?????????????????????????????????????????????????????????????????*) return 1 ;; esac
  hookline_id=${hookline_id##*[!0-9a-f]}
  while :; do
    case $hookline_id in ????????*) hookline_id=${hookline_id#?} ;; *) break ;; esac
  done
  [ -n "$hookline_id" ] && [ $(((0x$hookline_id * 40503 + hookline_salt) / 16 % 10)) -eq 0 ]
}

# The file is ours to write: not there yet, empty, or our own words in it. Of a pipe nothing would ever come.
hookline_mine() {
  [ ! -e "$hookline_card_to" ] || [ -f "$hookline_card_to" ] || return 1
  [ -s "$hookline_card_to" ] || return 0
  IFS= read -r hookline_line <"$hookline_card_to" || return 1
  case $hookline_line in '<hookline'*) ;; *) return 1 ;; esac
}

# A file keeps what it was told: without a card it must not go on telling an old one. What is not ours stays.
hookline_hush() {
  [ -n "$hookline_card_to" ] && [ -s "$hookline_card_to" ] && hookline_mine || return 0
  set +C
  printf '' >"$hookline_card_to"
}

# What is kept for this folder lies below its own path: a shell finds that without any program.
hookline_find_folder() {
  case $hookline_project in
    /*) ;;
    *) return 1 ;;
  esac
  case $hookline_project/ in
    */../*) return 1 ;;
  esac
  hookline_folder=$hookline_home/cards$hookline_project
}

# The card's mtime is the moment until which it is good; the entry just written has now as its own. Its first line is
# what is printed: without its newline it is half written, and nothing is said. The second says who is held out.
hookline_show_card() {
  hookline_find_folder || return 0
  hookline_card=$hookline_folder/$hookline_card_file
  if [ "$hookline_card" -nt "$hookline_entry" ]; then hookline_say; else hookline_hush; fi
}

# What the calls of this harness need before they run: nothing, an answer if there is one (open), or an answer (closed).
# The edge leaves that in a file, which holds until it says otherwise, also when no edge is there any more.
hookline_look_for_guard() {
  hookline_guard=
  [ -z "${HOOKLINE_PROBE-}" ] && [ -e "$hookline_answers/guard" ] || return 0
  IFS= read -r hookline_guard <"$hookline_answers/guard"
  case $hookline_guard in open | closed) ;; *) hookline_guard= ;; esac
}

hookline_deny() {
  [ "$hookline_guard" != closed ] || printf '%s\n' "$hookline_denial"
}

# Asks whether the call may run. The file's mtime lies ahead as long as somebody answers. Whoever waited in vain for what
# need not be answered sets it back to now, so that nobody else waits.
hookline_ask_whether() {
  hookline_card_to=
  if [ "$hookline_answers/guard" -nt "$hookline_entry" ] && hookline_put_question; then
    if [ "$hookline_guard" = closed ]; then
      set -- 0.003 0.004 0.006 0.01 0.02 0.03 0.05 0.1 0.2 0.3
    else
      set -- 0.003 0.004 0.006 0.01 0.02 0.03 0.05 0.1
    fi
    hookline_wait "$@" && return 0
    set +C
    [ "$hookline_guard" = closed ] || printf '\n' >>"$hookline_answers/guard"
  fi
  hookline_deny
}

# Asks the edge, where there may be something to say and the edge said within the last seconds that it answers. Without
# that nobody waits.
hookline_ask() {
  [ -z "${HOOKLINE_PROBE-}" ] || return 0
  case $hookline_event in
    "$hookline_prompts") hookline_list=.hookline-prompts ;;
    "$hookline_calls") hookline_list=.hookline-calls ;;
    "$hookline_failures") hookline_list=.hookline-failures ;;
    *) return 0 ;;
  esac
  [ "$hookline_answers/alive" -nt "$hookline_entry" ] || return 0
  if hookline_awaited; then
    set -- 0.003 0.004 0.006 0.01 0.02 0.03 0.05 0.1 0.2 0.3
  elif hookline_listed; then
    set -- 0.003 0.004 0.006 0.01 0.02 0.03
  else
    return 0
  fi
  hookline_put_question || return 0
  hookline_wait "$@" && return 0
  set +C
  printf . >"$hookline_answers/alive"
}

# Messages wait for sessions, and this may be one of them. They are few, and worth a longer wait.
hookline_awaited() {
  [ "$hookline_answers/waiting" -nt "$hookline_entry" ] || return 1
  LC_ALL=C grep -qFf "$hookline_answers/waiting" "$hookline_entry"
}

# The folder has a list for this kind of event, and what is in the list is in the payload.
hookline_listed() {
  hookline_find_folder || return 1
  hookline_list=$hookline_folder/$hookline_list
  [ "$hookline_list" -nt "$hookline_entry" ] || return 1
  [ ! -s "$hookline_list" ] || LC_ALL=C grep -qFf "$hookline_list" "$hookline_entry"
}

hookline_put_question() {
  hookline_answer=$hookline_answers/${hookline_entry##*/}
  printf '' >"$hookline_answers/asked/${hookline_entry##*/}"
}

hookline_wait() {
  for hookline_pause in "$@"; do
    sleep "$hookline_pause" || return 1
    [ ! -e "$hookline_answer" ] || { hookline_take; return; }
  done
  return 1
}

# Of shim and edge the one has the answer that makes this file: so the edge knows what was handed on, and what it may
# say again.
hookline_take() {
  set -C
  printf '' >"$hookline_answer.taken" || return 1
  hookline_pass_on "$hookline_answer"
  return 0
}

hookline_pass_on() {
  if [ -z "$hookline_card_to" ]; then
    IFS= read -r hookline_line <"$1" && [ -z "$hookline_line" ] || printf '%s\n' "$hookline_line"
  elif [ -s "$1" ] && hookline_mine; then
    "$hookline_cat" "$1" >>"$hookline_card_to"
  fi
}

hookline_capture() {
  hookline_answers=$hookline_home/answers
  hookline_guard=
  [ -z "$hookline_event" ] || [ "$hookline_event" != "$hookline_guarded" ] || hookline_look_for_guard
  if [ -z "$hookline_home" ] || [ -e "$hookline_spool/full" ] || ! hookline_store; then
    hookline_drop
    hookline_deny
    return 0
  fi
  [ $(($$ * 40503 / 64 % 256)) -ne 0 ] || hookline_measure
  [ -n "$hookline_event" ] || return 0
  [ "$hookline_event" != "$hookline_card_event" ] || hookline_show_card
  if [ -n "$hookline_guard" ]; then hookline_ask_whether; else hookline_ask; fi
}

{ hookline_capture; } 2>/dev/null
exit 0
