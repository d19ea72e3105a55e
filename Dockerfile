# syntax=docker/dockerfile:1

FROM node:20-bookworm-slim AS node

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
# Node is needed for the dashboard's chart library (npm ci, run by the build of TradingDesk.Web).
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=node /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
WORKDIR /src
COPY global.json Directory.Build.props Directory.Packages.props ./
COPY build/ build/
COPY TradingDesk.Core/TradingDesk.Core.csproj TradingDesk.Core/
COPY TradingDesk.Web/TradingDesk.Web.csproj TradingDesk.Web/
COPY TradingDesk.Api/TradingDesk.Api.csproj TradingDesk.Api/
RUN dotnet restore TradingDesk.Api/TradingDesk.Api.csproj
COPY . .
RUN dotnet publish TradingDesk.Api/TradingDesk.Api.csproj -c Release --no-restore -o /app -p:UseAppHost=false

FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS run
# The system's SQLite is newer than the bundled one and is preferred at run time.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libsqlite3-0 \
    && rm -rf /var/lib/apt/lists/* \
    && mkdir /data && chown "$APP_UID" /data
WORKDIR /app
COPY --from=build /app ./
ENV ASPNETCORE_URLS=http://0.0.0.0:5080 \
    ASPNETCORE_HTTP_PORTS= \
    Desk__DataFolder=/data
VOLUME /data
EXPOSE 5080
USER $APP_UID
ENTRYPOINT ["dotnet", "TradingDesk.Api.dll"]
