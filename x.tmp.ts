import { shippedCatalogue } from '#server/standards/catalogue.ts'
import { allUnits } from '#server/demo/town.ts'
import { demoPosts } from '#server/demo/posts.ts'
import { pilotSteps } from '#server/demo/pilot-stream.ts'
const items = shippedCatalogue('2022-01-01T00:00:00.000Z')
let t=performance.now()
const lap=(w:string)=>{console.log(w,(performance.now()-t).toFixed(0),'ms', (process.memoryUsage().heapUsed/1e6).toFixed(0)+'MB'); t=performance.now()}
const posts = demoPosts(allUnits(),'everybody')
lap('posts '+posts.length)
const steps = pilotSteps({posts,items},{share:Number(process.argv[2]??1), withOwners:true})
lap('plan '+steps.total)
const types:Record<string,number>={}
const days:Record<string,number>={}
let last='';let bad=0
const ids=new Set<string>()
for(const s of steps){types[s.type]=(types[s.type]??0)+1; if(s.at<last)bad++; last=s.at; ids.add(s.id); const d=s.at.slice(0,7); days[d]=(days[d]??0)+1}
lap('made')
console.log(types,days,'unordered',bad,'ids',ids.size)
const {lives,places,visits}=steps.pilot
const end=(d:string)=>Date.parse(d+'T16:00:00Z')
const inT=(n:number,t:string)=>places[n]!.path.startsWith(t)
for(const [t,d] of [['/330109/113/','2022-07-25'],['/330109/113/','2022-08-31'],['/330109/113/','2022-10-10'],['/330109/013/','2022-10-10']] as const){
 const L=lives.filter(l=>inT(l.place,t)&&l.foundAt<end(d)&&!(l.voidedAt))
 const f=(l:any[])=>`${l.length}/${l.filter(x=>x.closedAt&&x.closedAt<end(d)).length}`
 const by=(k:(l:any)=>string)=>Object.entries(Object.groupBy(L,k)).map(([k,v])=>k+' '+f(v!)).join('  ')
 const insp=new Set<number>();const rooms=new Set<number>()
 for(const v of visits)if(inT(v.place,t)&&v.at<end(d)){const p=places[v.place]!;const c=p.merged&&p.merged.at<end(d)?p.merged.into:v.place;insp.add(c);v.rooms.forEach(r=>rooms.add(r))}
 const cl=(c:string)=>[...insp].filter(n=>places[n]!.class===c).length
 console.log(t,d,'all',f(L),by(l=>places[l.place]!.class),'|',by(l=>l.item.mode),'| insp ent',cl('enterprise'),'shop',cl('shop'),'rooms',rooms.size, 'late',L.filter(l=>{const dl=l.deadlines.at(-1)?.until; if(!dl) return false; const s=l.away[0]?.from??Infinity; return s>l.deadlines[0].until && dl<end(d)}).length)
}
console.log('places',places.length,'visits',visits.length,'lives',lives.length,'onsite',lives.filter(l=>l.onSite).length,'sampled',lives.filter(l=>l.samplePassed!==null).length,'samplefail',lives.filter(l=>l.samplePassed===false).length,'ext',lives.filter(l=>l.extension).length,'again',visits.filter(v=>v.again.length).length)
