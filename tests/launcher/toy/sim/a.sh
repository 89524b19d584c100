# The program of the toy: does what its first argument says.
case ${1-} in
exit) exit "$2" ;;
folder) pwd ;;
input) cat ;;
pid) echo $$ ;;
open) ls -l /proc/$$/fd ;;
wait) sleep "$2" ;;
*) for word in "$@"; do echo "[$word]"; done ;;
esac
