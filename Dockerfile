# HeapGraph with Graphviz, to run beside a container whose memory grows. The run line is in README.md.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
# npm brings the layout engine of the web pages, without which they do not unfold.
RUN apt-get update \
 && apt-get install -y --no-install-recommends npm \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
RUN dotnet publish src/HeapGraph.Cli -c Release --use-current-runtime -o /app --nologo

FROM mcr.microsoft.com/dotnet/runtime:10.0
RUN apt-get update \
 && apt-get install -y --no-install-recommends graphviz fonts-dejavu-core \
 && rm -rf /var/lib/apt/lists/*
COPY --from=build /app /app
ENV DOTNET_EnableDiagnostics=0 NO_COLOR=1
WORKDIR /work
ENTRYPOINT ["/app/heapgraph"]
