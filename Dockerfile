# docker build -t plumbline .   then:
# docker run -p 127.0.0.1:8080:8080 -v plumbline:/data -e CRON_SECRET=... -e PLUMBLINE_INGEST_KEY=... -e PLUMBLINE_ADMIN_KEY=... plumbline
FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /src
COPY . .
RUN mvn -q -B -Prelease -DskipTests -Dspotless.check.skip -pl cli -am package \
    && mkdir /opt/plumbline && tar -xzf cli/target/plumbline-*-linux-*.tar.gz -C /opt/plumbline --strip-components=1 \
    && /opt/plumbline/plumbline --version

FROM debian:12-slim
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin plumbline && install -d -o plumbline -m 0700 /data
COPY --from=build /opt/plumbline /opt/plumbline
USER plumbline
ENV PLUMBLINE_DATA=/data PLUMBLINE_HOST=0.0.0.0 PLUMBLINE_JAVA_OPTS="-XX:MaxRAMPercentage=60"
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
# bash is in the image, curl is not
HEALTHCHECK --interval=30s --timeout=3s --start-period=30s \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /health/ready HTTP/1.0\\r\\n\\r\\n' >&3 && head -1 <&3 | grep -q ' 200'"]
ENTRYPOINT ["/opt/plumbline/plumbline"]
CMD ["serve"]
