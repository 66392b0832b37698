# HeapGraph with Graphviz, to run beside a container whose memory grows: docs/containers.md.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
# npm brings the layout engine of the web pages, without which they do not unfold; native code is linked by gcc.
RUN apt-get update \
 && apt-get install -y --no-install-recommends npm gcc libc6-dev zlib1g-dev \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
RUN case "$(uname -m)" in x86_64) platform=linux-x64 ;; aarch64) platform=linux-arm64 ;; esac \
 && dotnet publish src/HeapGraph.Cli -c Release -r $platform -o /app --nologo

# On x64 it is one native file, which needs no .NET; on arm64 it does.
FROM debian:trixie-slim AS on-amd64
FROM mcr.microsoft.com/dotnet/runtime:10.0 AS on-arm64

FROM on-$TARGETARCH
LABEL org.opencontainers.image.title="HeapGraph" \
      org.opencontainers.image.description="objgraph for .NET: which objects are most common, which grew, and what keeps them alive" \
      org.opencontainers.image.licenses="MIT"
# libstdc++ is for the runtime's DAC, which comes from the process or the machine that is looked at.
RUN apt-get update \
 && apt-get install -y --no-install-recommends graphviz fonts-dejavu-core libstdc++6 \
 && rm -rf /var/lib/apt/lists/*
COPY --from=build /app /opt/heapgraph
COPY docs/heapgraph.1 /usr/share/man/man1/heapgraph.1
COPY LICENSE THIRD-PARTY-NOTICES.md /usr/share/doc/heapgraph/
ENV DOTNET_EnableDiagnostics=0 NO_COLOR=1
# What the image lacks ends its build, and not somebody's first picture.
RUN ln -s /opt/heapgraph/heapgraph /usr/local/bin/heapgraph \
 && heapgraph --version \
 && heapgraph doctor \
 && echo 'digraph { a -> b }' | dot -Tpng > /dev/null \
 && install -d -m 1777 /work
WORKDIR /work
# The user of .NET's own images, as a number, which Kubernetes can tell from root. To trace another user's process takes --user 0.
USER 1654
ENTRYPOINT ["heapgraph"]
