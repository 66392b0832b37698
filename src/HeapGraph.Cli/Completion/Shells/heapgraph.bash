# Completes what is typed behind heapgraph in bash, by asking heapgraph itself.
_heapgraph() {
    local tool=${1/#\~/$HOME} current=${COMP_WORDS[COMP_CWORD]} kind word meaning width=0 index
    local -a words=() found=() meanings=()
    for ((index = 1; index < COMP_CWORD; index++)); do
        [[ ${COMP_WORDS[index]} == = ]] || words+=("${COMP_WORDS[index]}")   # --format=json is three words here
    done
    [[ $current == = ]] && current=
    {
        IFS= read -r kind
        while IFS=$'\t' read -r word meaning; do
            found+=("$word") meanings+=("$meaning")
            ((${#word} > width)) && width=${#word}
        done
    } < <("$tool" complete "${words[@]}" "$current" 2>/dev/null)
    COMPREPLY=()
    case $kind in
        words)
            for ((index = 0; index < ${#found[@]}; index++)); do
                printf -v word %q "${found[index]}"
                # Where the words are only listed, their meanings stand beside them.
                if ((${#found[@]} > 1)) && [[ ${COMP_TYPE:-0} =~ ^(9|33|63|64)$ && ${meanings[index]} ]]; then
                    printf -v word '%-*s  %s' "$width" "$word" "${meanings[index]}"
                    word=${word:0:${COLUMNS:-80}-1}
                fi
                COMPREPLY+=("$word")
            done
            ;;
        paths)
            COMPREPLY=("${found[@]%/}")
            compopt -o filenames 2>/dev/null
            ;;
        folders)
            compopt -o dirnames 2>/dev/null
            ;;
        files)
            compopt -o default 2>/dev/null
            ;;
    esac
}
complete -o nosort -F _heapgraph heapgraph 2>/dev/null || complete -F _heapgraph heapgraph
