#compdef heapgraph
# Completes what is typed behind heapgraph in zsh, by asking heapgraph itself.
_heapgraph() {
    local tool=${words[1]/#\~/$HOME} line meaning
    local -a lines described
    lines=("${(@f)$("$tool" complete "${(@Q)words[2,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}")
    case $lines[1] in
        words)
            for line in "${(@)lines[2,-1]}"; do
                meaning=${line#*$'\t'}
                described+=("${${line%%$'\t'*}//:/\\:}${meaning:+:$meaning}")
            done
            _describe -V 'heapgraph' described
            ;;
        paths)
            described=("${(@M)lines[2,-1]:#*/}")
            compadd -f -S '' -- "${(@)described}"
            described=("${(@)lines[2,-1]:#*/}")
            compadd -f -- "${(@)described}"
            ;;
        folders) _files -/ ;;
        files) _files ;;
    esac
}
# From a file in $fpath it is called at once; from ~/.zshrc it is only told of.
if [ "$funcstack[1]" = _heapgraph ]; then _heapgraph "$@"; else compdef _heapgraph heapgraph; fi
