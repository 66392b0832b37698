# HeapGraph with Graphviz, to run beside a container whose memory grows. The run line is in README.md.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
# npm brings the layout engine of the web pages, without which they do not unfold; native code is linked by gcc.
RUN apt-get update \
 && apt-get install -y --no-install-recommends npm gcc libc6-dev zlib1g-dev \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
RUN case "$(uname -m)" in x86_64) platform=linux-x64 ;; aarch64) platform=linux-arm64 ;; esac \
 && dotnet publish src/HeapGraph.Cli -c Release -r $platform -o /app --nologo

FROM mcr.microsoft.com/dotnet/runtime:10.0
RUN apt-get update \
 && apt-get install -y --no-install-recommends graphviz fonts-dejavu-core \
 && rm -rf /var/lib/apt/lists/*
COPY --from=build /app /app
ENV DOTNET_EnableDiagnostics=0 NO_COLOR=1
WORKDIR /work
ENTRYPOINT ["/app/heapgraph"]
