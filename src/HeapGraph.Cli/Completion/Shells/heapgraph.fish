# Completes what is typed behind heapgraph in fish, by asking heapgraph itself.
function __heapgraph_words
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l lines ($words[1] complete $words[2..-1] "$current" 2>/dev/null)
    switch "$lines[1]"
        case words paths
            printf '%s\n' $lines[2..-1]
        case folders
            __fish_complete_directories "$current"
        case files
            __fish_complete_path "$current"
    end
end
complete -c heapgraph -f -k -a '(__heapgraph_words)'
