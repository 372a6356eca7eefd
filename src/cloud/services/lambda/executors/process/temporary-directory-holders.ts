/**
 * Shell functions `holders DIR`: print the ids of processes whose TMPDIR begins with DIR. The environment is the one that
 * a process was started with.
 */

/** Linux: the kernel shows the environments of the user's processes as files. */
export const holdersByProc = `holders() {
  grep -lsF "TMPDIR=$1" /proc/[0-9]*/environ | while read -r path; do
    pid=\${path#/proc/}
    echo "\${pid%/environ}"
  done
}`;

/**
 * macOS, where it is not tried yet: `ps -E` prints environments after command lines, not those of Apple's own programs.
 * Where ps does not know the option, nobody is found.
 */
export const holdersByPs = `holders() {
  ps -axEww -o pid=,command= 2>/dev/null | while read -r pid line; do
    case "$line" in *" TMPDIR=$1"*) echo "$pid" ;; esac
  done
}`;
